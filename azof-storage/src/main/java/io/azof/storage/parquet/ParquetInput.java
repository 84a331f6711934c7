package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Path;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A Parquet file that any program may have written, with any columns.
 *
 * @param columns as {@link ParquetReader} gives them
 */
public record ParquetInput(ParquetFile file, Schema columns) {

  /**
   * Looks at the footer of a file.
   *
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} when it is no whole Parquet file, {@code
   *     STORE_FAILED} when it cannot be read
   */
  public static ParquetInput of(Path path, String label, BufferAllocator allocator) {
    long rows = FooterReader.rows(path, label);
    try (FileSystemDatasetFactory factory =
        new FileSystemDatasetFactory(
            allocator,
            NativeMemoryPool.getDefault(),
            FileFormat.PARQUET,
            path.toUri().toString())) {
      return new ParquetInput(
          new ParquetFile(path, label, rows), ArrowColumns.plain(factory.inspect()));
    } catch (RuntimeException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + label + ": " + reason, e);
    }
  }
}
