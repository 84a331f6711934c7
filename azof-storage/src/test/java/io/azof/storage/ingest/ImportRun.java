package io.azof.storage.ingest;

import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * All that came of reading files; a leak on the way is a failure.
 *
 * @param rows the values of each, parted by bars; times in epoch milliseconds
 */
record ImportRun(
    TableSchema schema, List<String> rows, List<RejectedRow> rejected, ImportProgress progress) {

  static final ImportOptions ANY_REJECTS = ImportOptions.DEFAULTS.withRejectsMax(Long.MAX_VALUE);

  static ImportRun of(List<Path> files, ImportMapping mapping, ImportOptions options) {
    return of(files, mapping, options, Optional.empty());
  }

  static ImportRun of(
      List<Path> files, ImportMapping mapping, ImportOptions options, Optional<TableSchema> table) {
    List<RejectedRow> rejected = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      ImportSource source = ImportSource.of(files, mapping, options, table, allocator);
      try (ImportReader reader = source.openReader(allocator, rejected::add)) {
        List<String> rows = new ArrayList<>();
        while (reader.loadNextBatch()) {
          VectorSchemaRoot root = reader.getVectorSchemaRoot();
          for (int row = 0; row < root.getRowCount(); row++) {
            rows.add(row(root, row));
          }
        }
        return new ImportRun(source.schema(), rows, rejected, reader.progress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String row(VectorSchemaRoot root, int row) {
    List<String> values = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      values.add(vector.isNull(row) ? "null" : text(vector, row));
    }
    return String.join("|", values);
  }

  private static String text(FieldVector vector, int row) {
    if (vector instanceof TimeStampMilliTZVector times) {
      return Long.toString(times.get(row));
    }
    if (vector instanceof DateDayVector dates) {
      return "day " + dates.get(row);
    }
    Object value = Objects.requireNonNull(vector.getObject(row));
    return value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : value.toString();
  }

  /** The types of the value columns by name. */
  List<String> types() {
    return schema.columns().stream().map(column -> column.name() + " " + column.type()).toList();
  }

  List<String> reasons() {
    return rejected.stream().map(row -> row.line() + ": " + row.reason()).toList();
  }
}
