package io.azof.server;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.model.EventTime;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A table with rows, as the format has it, in a folder: a base as of 2000 and one delta. */
final class TestTable {
  private final List<String> columns;

  /**
   * @param columns each "name Type", of String, Int, Boolean or DateTime
   */
  TestTable(String... columns) {
    this.columns = List.of(columns);
  }

  /** A row: key, event time, then the values; times are ISO-8601 texts. */
  static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  void write(
      Path lakehouse,
      String name,
      Iterable<List<@Nullable Object>> base,
      Iterable<List<@Nullable Object>> delta)
      throws IOException {
    Path folder = Files.createDirectories(lakehouse.resolve(name));
    try (BufferAllocator memory = new RootAllocator();
        DuckDb duckDb =
            DuckDb.open(
                new DuckDbSettings(
                    256L << 20, 2, folder.resolveSibling("spill"), List.of(folder)))) {
      ParquetFileWriter writer = new ParquetFileWriter(duckDb, ParquetFileWriter.ROW_GROUP_ROWS);
      writer.write(
          memory,
          allocator -> new Rows(allocator, base.iterator()),
          RowOrder.SORTED,
          folder.resolve("base.parquet"),
          false);
      writer.write(
          memory,
          allocator -> new Rows(allocator, delta.iterator()),
          RowOrder.SORTED,
          folder.resolve("delta.parquet"),
          false);
    }
    Files.delete(lakehouse.resolve("spill"));
    Files.writeString(folder.resolve("version.txt"), "1");
    Files.writeString(folder.resolve("s1.json"), snapshot());
  }

  private String snapshot() {
    String schema =
        columns.stream()
            .map(column -> column.split(" ", -1))
            .map(
                column ->
                    "{\"name\":\"%s\",\"data_type\":\"%s\",\"nullable\":true}"
                        .formatted(column[0], column[1]))
            .collect(Collectors.joining(","));
    return """
        {"schema":{"columns":[%s]},
         "segments":[{"id":"a","start":"2000-01-01T00:00:00.000Z","file":"base.parquet",
           "delta":[{"file":"delta.parquet",
             "start":"2000-01-02T00:00:00.000Z","end":"2030-01-01T00:00:00.000Z"}]}]}
        """
        .formatted(schema);
  }

  private Schema arrowSchema() {
    ArrowType dateTime = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
    List<Field> fields = new ArrayList<>();
    fields.add(Field.notNullable("key", ArrowType.Utf8.INSTANCE));
    fields.add(Field.notNullable("event_time", dateTime));
    for (String text : columns) {
      String[] column = text.split(" ", -1);
      ArrowType type =
          switch (column[1]) {
            case "String" -> ArrowType.Utf8.INSTANCE;
            case "Int" -> new ArrowType.Int(64, true);
            case "Boolean" -> ArrowType.Bool.INSTANCE;
            case "DateTime" -> dateTime;
            default -> throw new IllegalArgumentException(text);
          };
      fields.add(Field.nullable(column[0], type));
    }
    return new Schema(fields);
  }

  private final class Rows extends ArrowReader {
    private static final int BATCH_ROWS = 16_384;
    private final Iterator<List<@Nullable Object>> rows;

    private Rows(BufferAllocator allocator, Iterator<List<@Nullable Object>> rows) {
      super(allocator);
      this.rows = rows;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.allocateNew();
      int row = 0;
      for (; row < BATCH_ROWS && rows.hasNext(); row++) {
        List<@Nullable Object> values = rows.next();
        for (int column = 0; column < values.size(); column++) {
          set(root.getVector(column), row, values.get(column));
        }
      }
      root.setRowCount(row);
      return row > 0;
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
      if (value == null) {
        vector.setNull(row);
      } else if (vector instanceof VarCharVector text) {
        text.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
      } else if (vector instanceof BigIntVector number) {
        number.setSafe(row, ((Number) value).longValue());
      } else if (vector instanceof BitVector flag) {
        flag.setSafe(row, (boolean) value ? 1 : 0);
      } else if (vector instanceof TimeStampVector time) {
        time.setSafe(row, EventTime.parse((String) value).epochMillis());
      } else {
        throw new IllegalArgumentException(String.valueOf(value));
      }
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return arrowSchema();
    }
  }
}
