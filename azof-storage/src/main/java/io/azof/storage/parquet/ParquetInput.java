package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

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
   *     UNSUPPORTED} when it would be misread, {@code STORE_FAILED} when it cannot be read
   */
  public static ParquetInput of(Path path, String label, BufferAllocator allocator) {
    FileMetaData footer = FooterReader.metadata(path, label);
    requireReadable(footer, label);
    try (FileSystemDatasetFactory factory =
        new FileSystemDatasetFactory(
            allocator,
            NativeMemoryPool.getDefault(),
            FileFormat.PARQUET,
            path.toUri().toString())) {
      return new ParquetInput(
          new ParquetFile(path, label, footer.getNum_rows()),
          ArrowColumns.plain(factory.inspect()));
    } catch (RuntimeException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + label + ": " + reason, e);
    }
  }

  /**
   * DuckDB starts delta-encoded columns of unsigned integers of 32 bits with a number that does not
   * fit in them when it is 2^31 or more, and the native reader then gives other numbers.
   */
  private static void requireReadable(FileMetaData footer, String label) {
    if (!String.valueOf(footer.getCreated_by()).startsWith("DuckDB")) {
      return;
    }
    Set<String> unsigned = new HashSet<>();
    for (SchemaElement element : footer.getSchema()) {
      if (element.isSetConverted_type() && element.getConverted_type() == ConvertedType.UINT_32) {
        unsigned.add(element.getName());
      }
    }
    for (RowGroup rowGroup : footer.getRow_groups()) {
      for (ColumnChunk chunk : rowGroup.getColumns()) {
        String column = String.join(".", chunk.getMeta_data().getPath_in_schema());
        if (unsigned.contains(column)
            && chunk.getMeta_data().getEncodings().contains(Encoding.DELTA_BINARY_PACKED)) {
          throw new AzofException(
              ErrorCode.UNSUPPORTED,
              label
                  + ": column \""
                  + column
                  + "\" has unsigned integers of 32 bits in an encoding of DuckDB that cannot be"
                  + " read reliably; write it as BIGINT, or with PARQUET_VERSION V1");
        }
      }
    }
  }
}
