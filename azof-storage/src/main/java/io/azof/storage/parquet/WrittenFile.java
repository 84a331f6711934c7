package io.azof.storage.parquet;

import java.nio.file.Path;

/**
 * A data file that was written whole.
 *
 * @param rows how many rows it holds
 * @param bytes its size
 */
public record WrittenFile(Path path, long rows, long bytes) {}
