/**
 * SQL text to a syntax tree: {@link io.azof.sql.parse.StatementParser} gives a {@link
 * io.azof.sql.parse.Statement}. The grammar is Calcite's with the time clauses and statements of
 * {@code src/main/codegen} added; {@link io.azof.sql.parse.SqlFault} words errors with their place.
 */
@NullMarked
package io.azof.sql.parse;

import org.jspecify.annotations.NullMarked;
