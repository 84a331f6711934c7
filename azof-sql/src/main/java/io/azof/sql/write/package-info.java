/**
 * A change to a commit: {@link io.azof.sql.write.RowChanges} runs a {@link
 * io.azof.sql.plan.ChangePlan} and writes its rows.
 */
@NullMarked
package io.azof.sql.write;

import org.jspecify.annotations.NullMarked;
