package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.page.ColumnReader;
import io.azof.storage.parquet.page.FileLayout;
import io.azof.storage.parquet.page.StoredColumn;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, row group by row group. What a filter looks at is decoded first; of the
 * other columns nothing but the rows that it gives.
 */
final class FileRows implements AutoCloseable {
  private final DataFileFooter footer;
  private final FileLayout layout;
  private final ParquetFile parquet;
  private final RowFilter filter;
  private final RowMatcher matcher;
  private final SelectedRows selected = new SelectedRows();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Map<String, Column> columns = new HashMap<>();
  private final List<Column> looked = new ArrayList<>();
  private @Nullable Lanes lanes;
  private int rowGroup = -1;
  private long rowsLeft;

  /**
   * A column of the file.
   *
   * @param seen what the filter looks at; null for a column that it does not look at
   */
  private record Column(
      StoredColumn stored, ColumnReader reader, int lane, @Nullable FieldVector seen) {}

  private FileRows(ParquetFile parquet, RowFilter filter) {
    this.parquet = parquet;
    this.footer = Objects.requireNonNull(parquet.footer());
    this.layout = Objects.requireNonNull(footer.layout());
    this.filter = filter;
    this.matcher = new RowMatcher(filter);
  }

  /**
   * Opens a file; the receiver closes it.
   *
   * @param fields the columns to read
   */
  static FileRows open(
      ParquetFile parquet, List<Field> fields, RowFilter filter, BufferAllocator allocator)
      throws IOException {
    FileRows rows = new FileRows(parquet, filter);
    try {
      rows.openColumns(fields, allocator);
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private void openColumns(List<Field> fields, BufferAllocator allocator) throws IOException {
    lanes = push(Lanes.open(parquet, fields.size(), allocator));
    if (matcher.byTime()) {
      look(PageColumns.EVENT_TIME, allocator);
    }
    if (matcher.byKey()) {
      look(PageColumns.KEY, allocator);
    }
    for (Field field : fields) {
      if (!columns.containsKey(field.getName())) {
        open(field, null, allocator);
      }
    }
  }

  private void look(Field field, BufferAllocator allocator) {
    looked.add(open(field, push(field.createVector(allocator)), allocator));
  }

  private Column open(Field field, @Nullable FieldVector seen, BufferAllocator allocator) {
    StoredColumn stored = layout.column(field.getName()).orElseThrow();
    Lanes open = lanes();
    // what a filter looks at is decoded before the others, and so takes nothing off a lane
    int lane = open.add(seen == null ? footer.sizes().rowBytes(List.of(field.getName())) : 0);
    ColumnReader reader =
        push(new ColumnReader(open.file(lane), stored, field.getType(), allocator));
    Column column = new Column(stored, reader, lane, seen);
    columns.put(field.getName(), column);
    return column;
  }

  private <T extends AutoCloseable> T push(T resource) {
    opened.push(resource);
    return resource;
  }

  /**
   * Loads the next rows, none of which is of another row group than the others.
   *
   * @param batch has the columns that were named
   * @return false when there are no more rows
   */
  boolean next(VectorSchemaRoot batch, int batchRows) throws IOException {
    while (rowsLeft > 0 || nextRowGroup()) {
      int rows = batchRows(batchRows);
      rowsLeft -= rows;
      if (looked.isEmpty()) {
        lanes().decode(rows, lane -> readAll(batch, rows, lane));
        batch.setRowCount(rows);
        return true;
      }
      if (nextSelected(batch, rows)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Batches of a row group are of one size: memory is given in powers of two, of which a large one
   * and the small one that is left over take more.
   */
  private int batchRows(int rowsMax) {
    long batches = (rowsLeft + rowsMax - 1) / rowsMax;
    return (int) ((rowsLeft + batches - 1) / batches);
  }

  /** Whether there may be rows that were not loaded. */
  boolean hasMore() {
    return rowsLeft > 0 || nextWanted() < layout.rowGroups().size();
  }

  private int nextWanted() {
    int next = rowGroup + 1;
    while (next < layout.rowGroups().size() && !isWanted(next)) {
      next++;
    }
    return next;
  }

  private boolean nextRowGroup() throws IOException {
    int place = nextWanted();
    if (place == layout.rowGroups().size()) {
      return false;
    }
    rowGroup = place;
    FileLayout.RowGroup next = layout.rowGroups().get(place);
    for (Column column : columns.values()) {
      column.reader().start(next.chunk(column.stored()), next.rows());
    }
    rowsLeft = next.rows();
    return true;
  }

  private boolean isWanted(int place) {
    DataFileFooter.RowGroup group = footer.rowGroups().get(place);
    DataFileFooter.EventTimes times = group.eventTimes();
    return group.rows() > 0
        && !parquet.unwanted().contains(place)
        && !filter.dropsAll(group)
        && (times == null || times.minMillis() <= filter.untilMillis());
  }

  private boolean nextSelected(VectorSchemaRoot batch, int rows) throws IOException {
    for (Column column : looked) {
      read(column.reader(), rows, Objects.requireNonNull(column.seen()));
    }
    matcher.match(
        (VarCharVector) seen(TableSchema.KEY),
        (TimeStampMilliTZVector) seen(TableSchema.EVENT_TIME),
        rows,
        selected);
    lanes().decode(selected.rows(), lane -> readSelected(batch, rows, lane));
    batch.setRowCount(selected.rows());
    return selected.rows() > 0;
  }

  private void readAll(VectorSchemaRoot batch, int rows, int lane) throws IOException {
    for (FieldVector target : batch.getFieldVectors()) {
      Column column = column(target);
      if (column.lane() == lane) {
        read(column.reader(), rows, target);
      }
    }
  }

  private void readSelected(VectorSchemaRoot batch, int rows, int lane) throws IOException {
    for (FieldVector target : batch.getFieldVectors()) {
      Column column = column(target);
      if (column.lane() == lane) {
        readSelected(column, rows, target);
      }
    }
  }

  private void readSelected(Column column, int rows, FieldVector target) throws IOException {
    if (column.seen() == null && selected.rows() == 0) {
      column.reader().skip(rows);
    } else if (column.seen() == null) {
      readRanges(column.reader(), rows, target);
    } else if (selected.rows() == rows) {
      column.seen().makeTransferPair(target).transfer();
    } else if (selected.rows() > 0) {
      SelectedCopy.copy(column.seen(), selected, target);
    }
  }

  private Lanes lanes() {
    return Objects.requireNonNull(lanes);
  }

  private @Nullable FieldVector seen(String name) {
    Column column = columns.get(name);
    return column == null ? null : column.seen();
  }

  private Column column(FieldVector target) {
    return Objects.requireNonNull(columns.get(target.getName()));
  }

  private static void read(ColumnReader reader, int rows, FieldVector target) throws IOException {
    reader.begin(rows);
    reader.read(rows);
    reader.finish(target);
  }

  private void readRanges(ColumnReader reader, int rows, FieldVector target) throws IOException {
    reader.begin(selected.rows());
    int at = 0;
    for (int range = 0; range < selected.ranges(); range++) {
      reader.skip(selected.start(range) - at);
      reader.read(selected.end(range) - selected.start(range));
      at = selected.end(range);
    }
    reader.skip(rows - at);
    reader.finish(target);
  }

  @Override
  public void close() {
    ReadFailure.closeAll(opened, parquet);
  }
}
