package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
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
  private final List<Column> columns;
  private final List<CsvValue> values;
  private boolean hasRecord;

  private CsvReader(String name, TableSchema table, CsvRecords records, BufferAllocator allocator) {
    super(allocator);
    this.name = name;
    this.table = table;
    this.records = records;
    this.hasRecord = next();
    try {
      this.layout = CsvLayout.of(hasRecord ? fields() : List.of(), table);
    } catch (IllegalArgumentException e) {
      throw invalid(": " + e.getMessage(), e);
    }
    this.columns = layout.columns().stream().map(this::column).toList();
    this.values = columns.stream().map(column -> CsvValue.of(column.type())).toList();
    if (layout.isHeader()) {
      hasRecord = next();
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
    CsvRecords records = CsvRecords.open(file, name, ',');
    try {
      return new CsvReader(name, table, records, allocator);
    } catch (RuntimeException e) {
      records.close();
      throw e;
    }
  }

  private boolean next() {
    boolean more = records.next();
    if (more && records.fault() != null) {
      throw invalid(": " + records.fault(), null);
    }
    return more;
  }

  private List<String> fields() {
    return IntStream.range(0, records.fieldCount()).mapToObj(records::text).toList();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    VectorSchemaRoot root = getVectorSchemaRoot();
    for (FieldVector vector : root.getFieldVectors()) {
      vector.setInitialCapacity(BATCH_ROWS);
    }
    root.allocateNew();
    List<FieldVector> vectors = layout.columns().stream().map(root::getVector).toList();
    int row = 0;
    long start = records.bytesPassed();
    while (hasRecord && row < BATCH_ROWS && records.bytesPassed() - start < BATCH_BYTES) {
      set(vectors, row++);
      hasRecord = next();
    }
    root.setRowCount(row);
    return row > 0;
  }

  private void set(List<FieldVector> vectors, int row) {
    if (records.fieldCount() != columns.size()) {
      throw invalid(" has " + records.fieldCount() + " fields instead of " + columns.size(), null);
    }
    boolean isUtf8 = records.isUtf8();
    for (int i = 0; i < columns.size(); i++) {
      CsvValue value = values.get(i);
      if (records.isNull(i)) {
        if (!columns.get(i).nullable()) {
          throw invalid(i, "is empty, but must have a value");
        }
        vectors.get(i).setNull(row);
      } else if (!isUtf8 && !records.isUtf8(i)) {
        throw invalid(i, "is not UTF-8: \"" + records.text(i) + "\"");
      } else if (value.read(records.bytes(i), records.from(i), records.to(i))) {
        value.store(vectors.get(i), row);
      } else {
        throw invalid(i, value.fault() + ": \"" + records.text(i) + "\"");
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

  private AzofException invalid(int field, String fault) {
    return invalid(": column \"" + columns.get(field).name() + "\" " + fault, null);
  }

  private AzofException invalid(String fault, @Nullable Exception cause) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID, name + ", line " + records.recordLine() + fault, cause);
  }

  @Override
  public long bytesRead() {
    return records.bytesPassed();
  }

  @Override
  protected void closeReadSource() {
    records.close();
  }

  @Override
  protected Schema readSchema() {
    return ArrowColumns.schema(table, table.columnNames());
  }
}
