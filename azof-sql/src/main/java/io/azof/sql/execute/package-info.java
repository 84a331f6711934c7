/**
 * A plan to Arrow batches: {@link io.azof.sql.execute.Execution} streams a bare scan straight
 * through and hands everything else to the engine as the {@link io.azof.sql.execute.EngineQuery}
 * that {@link io.azof.sql.execute.EngineSql} writes.
 */
@NullMarked
package io.azof.sql.execute;

import org.jspecify.annotations.NullMarked;
