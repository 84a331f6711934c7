/**
 * The functions that Calcite's own tables lack, or give another meaning. Each is declared in one
 * line: its signature and what the engine computes for it.
 *
 * <p>Start with {@link io.azof.sql.function.Functions}, then {@link
 * io.azof.sql.function.EngineFunction}.
 */
@NullMarked
package io.azof.sql.function;

import org.jspecify.annotations.NullMarked;
