/**
 * A statement to a plan over the tables: {@link io.azof.sql.plan.QueryPlanner} validates it,
 * resolves its time clauses into {@link io.azof.sql.plan.AsOfScan}s, prunes columns, and gives a
 * {@link io.azof.sql.plan.QueryPlan}. {@link io.azof.sql.plan.QueryPlan#bind} puts values in the
 * place of {@code ?} and of the current time.
 */
@NullMarked
package io.azof.sql.plan;

import org.jspecify.annotations.NullMarked;
