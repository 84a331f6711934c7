package io.azof.storage.parquet;

import java.nio.file.Path;

/**
 * A Parquet file to read.
 *
 * @param label what to call it in an error
 * @param rows how many rows its footer promises
 */
public record ParquetFile(Path path, String label, long rows) {}
