package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of data files, by key and then newest first, one per key and event time; in
 * parts by event time, of which each becomes a file. Used by one thread at a time: {@link
 * #nextPart}, then {@link ParquetFileWriter#write(SortedRows, java.nio.file.Path)}, and so on.
 */
public final class SortedRows implements AutoCloseable {
  private static final String INPUT = "unsorted_rows";

  /** So many are sorted here, which is cheaper than to start a query. */
  static final int FEW_ROWS_MAX = 1024;

  private final BufferAllocator allocator;
  private final StoredRowsReader stored;
  private final @Nullable OrdinalReader numbered;
  private final ArrowReader given;
  private final ArrowReader sorted;
  private final long[] partStarts;
  private @Nullable VectorSchemaRoot batch;
  private int position;
  private int part = -1;
  private RowTally tally = new RowTally(false);
  private long rowsKept;

  private SortedRows(
      BufferAllocator allocator,
      StoredRowsReader stored,
      @Nullable OrdinalReader numbered,
      ArrowReader given,
      ArrowReader sorted,
      long[] partStarts) {
    this.allocator = allocator;
    this.stored = stored;
    this.numbered = numbered;
    this.given = given;
    this.sorted = sorted;
    this.partStarts = partStarts;
  }

  /**
   * Sorts rows, out of core; of several rows of a key and event time the last one given is kept.
   *
   * @param rows opened once, and closed with the receiver
   * @param partStarts where each part begins, ascending; the first part has all that is before, too
   */
  public static SortedRows openSorting(
      DuckDb duckDb, BufferAllocator parent, QueryInput rows, List<EventTime> partStarts) {
    return openSorting(duckDb, parent, rows, partStarts, true, FEW_ROWS_MAX);
  }

  /**
   * Sorts rows, out of core, in one part; of several rows of a key and event time the first one
   * given is kept.
   *
   * @param rows opened once, and closed with the receiver
   */
  public static SortedRows openSortingFirstKept(
      DuckDb duckDb, BufferAllocator parent, QueryInput rows) {
    List<EventTime> onePart = List.of(new EventTime(Long.MIN_VALUE));
    return openSorting(duckDb, parent, rows, onePart, false, FEW_ROWS_MAX);
  }

  /**
   * @param lastKept whether of rows of a key and event time the last one given is kept, else the
   *     first
   * @param fewRowsMax how many rows are sorted in memory at most
   */
  static SortedRows openSorting(
      DuckDb duckDb,
      BufferAllocator parent,
      QueryInput rows,
      List<EventTime> partStarts,
      boolean lastKept,
      int fewRowsMax) {
    BufferAllocator allocator = parent.newChildAllocator("sorted rows", 0, Long.MAX_VALUE);
    @Nullable StoredRowsReader stored = null;
    @Nullable HeadReader head = null;
    try {
      stored = StoredRowsReader.open(rows, allocator);
      OrdinalReader numbered = new OrdinalReader(stored, allocator);
      head = new HeadReader(numbered, allocator);
      VectorSchemaRoot few = head.few(fewRowsMax);
      long[] starts = partStarts.stream().mapToLong(EventTime::epochMillis).toArray();
      ArrowReader sorted =
          few != null
              ? FewRowsReader.of(few, starts, lastKept, allocator)
              : duckDb.openQuery(
                  allocator, sql(partStarts, lastKept), Map.of(INPUT, once(head)), List.of());
      return new SortedRows(allocator, stored, numbered, head, sorted, starts);
    } catch (IOException e) {
      closeAfter(e, head, stored, allocator);
      throw new AzofException(ErrorCode.INTERNAL, "Rows could not be read: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      closeAfter(e, head, stored, allocator);
      throw e;
    }
  }

  /**
   * Rows that come sorted, in one part; one in the wrong place is an error.
   *
   * @param rows opened once, and closed with the receiver
   */
  public static SortedRows openChecking(BufferAllocator parent, QueryInput rows) {
    BufferAllocator allocator = parent.newChildAllocator("sorted rows", 0, Long.MAX_VALUE);
    try {
      StoredRowsReader stored = StoredRowsReader.open(rows, allocator);
      return new SortedRows(allocator, stored, null, stored, stored, new long[] {Long.MIN_VALUE});
    } catch (RuntimeException | Error e) {
      closeAfter(e, allocator);
      throw e;
    }
  }

  private static String sql(List<EventTime> partStarts, boolean lastKept) {
    StringBuilder sql = new StringBuilder("SELECT * EXCLUDE (\"" + OrdinalReader.ORDINAL + "\")");
    sql.append(" FROM " + INPUT + " ORDER BY ");
    for (EventTime start : partStarts.subList(1, partStarts.size())) {
      sql.append("\"" + TableSchema.EVENT_TIME + "\" >= " + start.epochMillis() + ", ");
    }
    sql.append("\"" + TableSchema.KEY + "\" COLLATE \"binary\", ");
    sql.append("\"" + TableSchema.EVENT_TIME + "\" DESC, ");
    return sql.append("\"" + OrdinalReader.ORDINAL + "\" ")
        .append(lastKept ? "DESC" : "ASC")
        .toString();
  }

  /** The engine asks for the rows again to learn why it failed, but they are gone. */
  private static QueryInput once(ArrowReader rows) {
    AtomicBoolean isOpen = new AtomicBoolean();
    return allocator -> {
      if (!isOpen.compareAndSet(false, true)) {
        throw new AzofException(
            ErrorCode.LIMIT_REACHED,
            "The rows could not be sorted; is there room left on the disk, and memory?");
      }
      return rows;
    };
  }

  /**
   * Moves on to the next part that has rows; all of the one before must have been written.
   *
   * @return false when there is none
   * @throws AzofException what the rows' reader threw; {@code LIMIT_REACHED}
   */
  public boolean nextPart() {
    try {
      rowsKept += tally.rows();
      tally = new RowTally(numbered != null);
      if (!hasRow()) {
        part = -1;
        return false;
      }
      part = partOf(position);
      return true;
    } catch (IOException e) {
      throw new AzofException(ErrorCode.INTERNAL, "Rows could not be sorted: " + e.getMessage(), e);
    }
  }

  /** The number of the part that is current, from 0. */
  public int part() {
    return part;
  }

  /** How many rows have been dropped, so far, for others of their key and event time. */
  public long rowsDropped() {
    return stored.rowsRead() - rowsKept - tally.rows();
  }

  BufferAllocator allocator() {
    return allocator;
  }

  RowTally tally() {
    return tally;
  }

  /** The columns of the file, in the types of tables. */
  Schema fileSchema() throws IOException {
    Schema given = stored.givenSchema();
    return new Schema(
        batch().getSchema().getFields().stream()
            .map(field -> given.findField(field.getName()))
            .toList());
  }

  /** Whether the next row is one of the current part. */
  boolean isWithinPart() throws IOException {
    return hasRow() && partOf(position) == part;
  }

  /** The batch that has the next row, without {@code _deleted} when nothing is. */
  VectorSchemaRoot batch() throws IOException {
    return batch == null ? view(sorted.getVectorSchemaRoot()) : batch;
  }

  /**
   * Goes over the rows of the batch that are of the current part.
   *
   * @param kept gets the bits of those that are kept
   * @return how many are kept
   */
  int takeRows(ArrowBuf kept) throws IOException {
    int end = position + 1;
    int count = batch().getRowCount();
    if (partStarts.length == 1) {
      end = count;
    }
    while (end < count && partOf(end) == part) {
      end++;
    }
    int from = position;
    position = end;
    return tally.add(batch(), from, end, kept);
  }

  private boolean hasRow() throws IOException {
    while (batch == null || position == batch.getRowCount()) {
      batch = null;
      if (!sorted.loadNextBatch()) {
        return false;
      }
      batch = view(sorted.getVectorSchemaRoot());
      position = 0;
    }
    return true;
  }

  private VectorSchemaRoot view(VectorSchemaRoot all) {
    if (numbered == null || numbered.deletes() > 0) {
      return all;
    }
    List<FieldVector> columns =
        all.getFieldVectors().stream()
            .filter(column -> !column.getName().equals(TableSchema.DELETED))
            .toList();
    return new VectorSchemaRoot(
        columns.stream().map(FieldVector::getField).toList(), columns, all.getRowCount());
  }

  private int partOf(int row) throws IOException {
    long millis = ((BigIntVector) batch().getVector(TableSchema.EVENT_TIME)).get(row);
    return FewRowsReader.part(partStarts, millis);
  }

  @Override
  public void close() {
    try {
      AutoCloseables.close(sorted, given, stored, allocator);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AzofException(
          ErrorCode.INTERNAL, "Sorted rows could not be closed: " + e.getMessage(), e);
    }
  }

  private static void closeAfter(Throwable reason, @Nullable AutoCloseable... opened) {
    try {
      AutoCloseables.close(opened);
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }
}
