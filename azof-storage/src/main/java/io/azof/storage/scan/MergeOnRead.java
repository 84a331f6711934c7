package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileReader;
import io.azof.storage.parquet.ParquetFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The three phases of {@link ScanReader}: hold, stream, emit. */
final class MergeOnRead implements AutoCloseable {
  private static final int BATCH_ROWS_MIN = 2_048;
  private static final int BATCH_ROWS_MAX = 65_536;

  /** About what a batch takes: much more does not stay in the caches of a processor. */
  private static final long BATCH_BYTES = 1L << 20;

  private final ScanPlan plan;
  private final ScanFiles files;
  private final KeyFacts facts;
  private final HeldRows heldRows;
  private final BufferAllocator allocator;
  private final long boundMillis;

  /** The columns of the held files: keys and times first. */
  private final List<String> heldColumns;

  private final List<HeldRows.Lease> leases = new ArrayList<>();
  private @Nullable Merge merge;
  private @Nullable DataFileReader stream;
  private @Nullable StreamedBase base;
  private long streamedRows;
  private @Nullable RemainingRows remaining;

  MergeOnRead(
      ScanPlan plan,
      ScanFiles files,
      KeyFacts facts,
      HeldRows heldRows,
      BufferAllocator allocator) {
    this.plan = plan;
    this.files = files;
    this.facts = facts;
    this.heldRows = heldRows;
    this.allocator = allocator;
    this.boundMillis = plan.asOf().boundMillis();
    this.heldColumns = columnsAfter(TableSchema.KEY, TableSchema.EVENT_TIME);
  }

  private List<String> columnsAfter(String... first) {
    return Stream.concat(Stream.of(first), plan.columns().stream()).distinct().toList();
  }

  /**
   * Fills the vectors of the result with the next rows.
   *
   * @param requireOpen throws when nobody wants them any more; asked between batches
   * @return the number of rows, 0 at the end
   */
  int next(List<FieldVector> targets, Runnable requireOpen) {
    Merge rows = merge == null ? start(requireOpen) : merge;
    while (stream != null) {
      requireOpen.run();
      if (!stream.next()) {
        endStream(stream);
        break;
      }
      streamedRows += stream.root().getRowCount();
      int count = stream(stream.root(), rows, targets);
      if (count > 0) {
        return count;
      }
    }
    requireOpen.run();
    return emitRemaining(rows, targets);
  }

  /** Whether the memory that {@link #next} gave last is an allocator's; what is copied is. */
  boolean isBatchLasting() {
    return stream == null || stream.ownsMemory();
  }

  private Merge start(Runnable requireOpen) {
    RepeatedKeys repeated =
        plan.streamed()
            .map(file -> facts.repeatedKeys(whole(file), file, allocator))
            .orElse(RepeatedKeys.NONE);
    Merge rows = newMerge(repeated);
    merge = rows;
    hold(rows, requireOpen);
    if (plan.streamed().isPresent()) {
      FileRead file = plan.streamed().get();
      if (plan.held().isEmpty() && isWholeState(file, repeated)) {
        stream = open(List.of(file), wholeStateColumns());
      } else {
        base = new StreamedBase(file, label(file));
        stream =
            open(
                List.of(file),
                columnsOf(
                    file.file(),
                    plan.isStreamedOldest() ? columnsAfter(TableSchema.KEY) : heldColumns));
      }
    }
    return rows;
  }

  private Merge newMerge(RepeatedKeys repeated) {
    if (plan.isInKeyOrder()) {
      return new SortMerge(
          plan.held().stream()
              .map(file -> new PromisedOrder(file.keyOrder(), label(file)))
              .toList(),
          boundMillis);
    }
    long rows = plan.held().stream().mapToLong(FileRead::rows).sum();
    return new HashMerge(rows, repeated, boundMillis, allocator);
  }

  /**
   * Whether each row that the base's reader gives is in the state, so that none need be looked at.
   */
  private static boolean isWholeState(FileRead file, RepeatedKeys repeated) {
    return repeated.isEmpty()
        && file.eventTimes() != null
        && !file.isFilteredHere()
        && !file.file().hasDeletes();
  }

  private List<String> wholeStateColumns() {
    return plan.columns().isEmpty() ? List.of(TableSchema.EVENT_TIME) : plan.columns();
  }

  /**
   * Opens files of the same schema that are read whole or, if it is a single one, as far as it has
   * rows that are wanted.
   */
  private DataFileReader open(List<FileRead> reads, List<String> columns) {
    List<ParquetFile> parquet = reads.stream().map(this::parquet).toList();
    return DataFileReader.open(
        parquet,
        reads.get(0).schema(),
        columns,
        reads.get(0).filter(),
        batchRows(reads, columns),
        allocator);
  }

  private ParquetFile parquet(FileRead read) {
    KnownFile known = read.known();
    return new ParquetFile(
        path(read), label(read), read.rows(), known.footer(), known.withoutKeys());
  }

  private ParquetFile whole(FileRead read) {
    return new ParquetFile(path(read), label(read), read.known().footer());
  }

  private static int batchRows(List<FileRead> reads, List<String> columns) {
    long rowBytes = reads.stream().mapToLong(read -> read.rowBytes(columns)).max().orElseThrow();
    long rows = BATCH_BYTES / Math.max(1, rowBytes);
    return (int) Math.max(BATCH_ROWS_MIN, Math.min(BATCH_ROWS_MAX, rows));
  }

  /** Files that are filtered are read one by one, others of the same columns as one stream. */
  private void hold(Merge rows, Runnable requireOpen) {
    Map<List<Object>, List<Integer>> whole = new LinkedHashMap<>();
    for (int i = 0; i < plan.held().size(); i++) {
      FileRead read = plan.held().get(i);
      if (!read.filter().isNone()) {
        hold(List.of(i), rows, requireOpen);
      } else {
        List<Object> columns = List.of(read.schema(), SystemColumns.of(read.file()));
        whole.computeIfAbsent(columns, key -> new ArrayList<>()).add(i);
      }
    }
    whole.values().forEach(places -> hold(places, rows, requireOpen));
  }

  /**
   * @param places which of the held files
   */
  private void hold(List<Integer> places, Merge rows, Runnable requireOpen) {
    List<FileRead> reads = places.stream().map(plan.held()::get).toList();
    List<String> columns = columnsOf(reads.get(0).file(), heldColumns);
    leases.add(
        heldRows.hold(
            reads,
            reads.stream().map(this::path).toList(),
            columns,
            allocator,
            requireOpen,
            taker -> read(reads, columns, requireOpen, taker),
            (batch, file) -> rows.hold(batch, places.get(file))));
  }

  private void read(
      List<FileRead> reads, List<String> columns, Runnable requireOpen, HeldRows.Taker taker) {
    try (DataFileReader reader = open(reads, columns)) {
      long certainRows = 0;
      while (reader.next()) {
        requireOpen.run();
        FileRead read = reads.get(reader.fileIndex());
        requireKeysAndTimes(reader.root(), read);
        certainRows += reader.root().getRowCount();
        taker.take(HeldBatch.openTaking(reader.root(), read.file(), allocator), reader.fileIndex());
      }
      requireCertain(reads.get(0), certainRows);
    }
  }

  private int stream(VectorSchemaRoot batch, Merge rows, List<FieldVector> targets) {
    if (base == null) {
      transferAll(batch, targets);
      return batch.getRowCount();
    }
    requireKeysAndTimes(batch, plan.streamed().orElseThrow());
    RowRuns kept = rows.choose(batch, base);
    if (kept.rows() == batch.getRowCount()) {
      transferAll(batch, targets);
    } else if (kept.rows() > 0) {
      for (int i = 0; i < targets.size(); i++) {
        kept.copy(batch.getVector(plan.columns().get(i)), targets.get(i));
      }
    }
    return kept.rows();
  }

  private void transferAll(VectorSchemaRoot batch, List<FieldVector> targets) {
    for (int i = 0; i < targets.size(); i++) {
      batch.getVector(plan.columns().get(i)).makeTransferPair(targets.get(i)).transfer();
    }
  }

  private void endStream(DataFileReader ended) {
    requireCertain(plan.streamed().orElseThrow(), streamedRows);
    stream = null;
    ended.close();
  }

  private int emitRemaining(Merge rows, List<FieldVector> targets) {
    if (remaining == null) {
      remaining = new RemainingRows(rows.remaining());
    }
    if (!remaining.next(BATCH_ROWS_MAX)) {
      return 0;
    }
    for (int i = 0; i < targets.size(); i++) {
      int column = heldColumns.indexOf(plan.columns().get(i));
      remaining.runs().copy(remaining.batch().vectors().get(column), targets.get(i));
    }
    return remaining.runs().rows();
  }

  private static List<String> columnsOf(PathFile file, List<String> columns) {
    return Stream.concat(columns.stream(), SystemColumns.of(file).stream()).toList();
  }

  private void requireKeysAndTimes(VectorSchemaRoot batch, FileRead read) {
    String label = label(read);
    Keys.requireNoNull(batch.getVector(TableSchema.KEY), "a key", label);
    FieldVector times = batch.getVector(TableSchema.EVENT_TIME);
    if (times != null) {
      Keys.requireNoNull(times, "an event time", label);
    }
    if (read.file().hasSequences()) {
      Keys.requireNoNull(batch.getVector(TableSchema.SEQUENCE), "a sequence", label);
    }
    if (read.file().hasDeletes()) {
      Keys.requireNoNull(
          batch.getVector(TableSchema.DELETED), "saying whether it is a tombstone", label);
    }
  }

  /** What a filter leaves of a file must at least be what it certainly cannot remove. */
  private void requireCertain(FileRead read, long rows) {
    if (read.filter().isByEndOnly() && rows < read.certainRows()) {
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT,
          "Cannot read "
              + label(read)
              + ": "
              + read.certainRows()
              + " of its rows should be visible, but it gave "
              + rows);
    }
  }

  private Path path(FileRead read) {
    return files.path(read.file().name());
  }

  private String label(FileRead read) {
    return files.label(read.file().name());
  }

  @Override
  public void close() {
    leases.forEach(HeldRows.Lease::close);
    leases.clear();
    try {
      if (stream != null) {
        stream.close();
        stream = null;
      }
    } finally {
      if (merge != null) {
        merge.close();
        merge = null;
      }
    }
  }
}
