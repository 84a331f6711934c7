package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file as Arrow batches of a table's columns, in the order of the file. The text
 * is UTF-8; times are ISO-8601, UTC unless they say otherwise; an empty field is a null, and {@code
 * ""} a text of no characters.
 *
 * <p>The first line is a header when it names {@code key} and {@code event_time}, and then names
 * the other columns too, in any order. Without one, the columns have the order of the table.
 */
public final class CsvReader extends ArrowReader {
  private static final int BATCH_ROWS = 16_384;
  private static final long BATCH_BYTES = 8 << 20;

  private final String name;
  private final TableSchema table;
  private final CsvRecords records;
  private final CsvLayout layout;
  private Optional<List<CsvField>> next;

  private CsvReader(String name, TableSchema table, CsvRecords records, BufferAllocator allocator)
      throws IOException {
    super(allocator);
    this.name = name;
    this.table = table;
    this.records = records;
    this.next = records.next();
    try {
      this.layout = CsvLayout.of(next.orElse(List.of()), table);
    } catch (IllegalArgumentException e) {
      throw invalid(": " + e.getMessage(), e);
    }
    if (layout.isHeader()) {
      next = records.next();
    }
  }

  /**
   * Opens a file; the receiver closes the reader. A file without any line has no rows.
   *
   * @param table whose rows these are
   * @throws AzofException here and while reading, {@code ARGUMENT_INVALID} that names the file, the
   *     line, the column and the value that is not as it should be
   */
  public static CsvReader open(Path file, TableSchema table, BufferAllocator allocator) {
    String name = String.valueOf(file.getFileName());
    try {
      CsvRecords records = new CsvRecords(name, Files.newInputStream(file));
      try {
        return new CsvReader(name, table, records, allocator);
      } catch (IOException | RuntimeException e) {
        records.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.allocateNew();
    int row = 0;
    long bytes = 0;
    try {
      for (; next.isPresent() && row < BATCH_ROWS && bytes < BATCH_BYTES; row++) {
        List<CsvField> fields = next.get();
        set(root, row, fields);
        bytes += fields.stream().mapToLong(field -> field.bytes().length).sum();
        next = records.next();
      }
    } catch (IOException e) {
      throw failed(name, e);
    }
    root.setRowCount(row);
    return row > 0;
  }

  private void set(VectorSchemaRoot root, int row, List<CsvField> fields) {
    List<String> columns = layout.columns();
    if (fields.size() != columns.size()) {
      throw invalid(" has " + fields.size() + " fields instead of " + columns.size(), null);
    }
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      try {
        CsvValues.set(root.getVector(column), column(column), row, fields.get(i));
      } catch (IllegalArgumentException e) {
        throw invalid(": column \"" + column + "\" " + e.getMessage(), e);
      }
    }
  }

  private Column column(String column) {
    return switch (column) {
      case TableSchema.KEY -> new Column(column, ColumnType.STRING, false);
      case TableSchema.EVENT_TIME -> new Column(column, ColumnType.DATE_TIME, false);
      default -> table.column(column).orElseThrow();
    };
  }

  private AzofException invalid(String fault, @Nullable Exception cause) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID, name + ", line " + records.recordLine() + fault, cause);
  }

  private static AzofException failed(String name, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot read " + name + ": " + e.getMessage(), e);
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() throws IOException {
    records.close();
  }

  @Override
  protected Schema readSchema() {
    return ArrowColumns.schema(table, table.columnNames());
  }
}
