package io.azof.storage.scan;

import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FileSchema;

/**
 * What is known of a data file before its rows are read.
 *
 * @param schema how it has the columns of the table
 */
public record KnownFile(DataFileFooter footer, FileSchema schema) {}
