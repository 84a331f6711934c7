/**
 * CSV files as Arrow batches of a table's columns. Start with {@link
 * io.azof.storage.csv.CsvReader}.
 */
@NullMarked
package io.azof.storage.csv;

import org.jspecify.annotations.NullMarked;
