/**
 * CSV and Parquet files of any columns as Arrow batches that a table takes in: {@code key}, {@code
 * event_time}, the values. Start with {@link io.azof.storage.ingest.ImportSource}; docs/IMPORT.md
 * says what becomes of what.
 */
@NullMarked
package io.azof.storage.ingest;

import org.jspecify.annotations.NullMarked;
