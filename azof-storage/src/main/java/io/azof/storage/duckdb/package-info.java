/**
 * Embedded DuckDB in a sandbox: SQL over Arrow inputs, answered as Arrow batches. Start with {@link
 * io.azof.storage.duckdb.DuckDb}; no other package knows that it is DuckDB.
 */
@NullMarked
package io.azof.storage.duckdb;

import org.jspecify.annotations.NullMarked;
