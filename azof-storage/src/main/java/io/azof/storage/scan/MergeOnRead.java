package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The three phases of {@link ScanReader}: hash, stream, emit. */
final class MergeOnRead implements AutoCloseable {
  private static final int BATCH_ROWS = 65_536;

  private final ScanPlan plan;
  private final ScanFiles files;
  private final KeyFacts facts;
  private final BufferAllocator allocator;
  private final long boundMillis;

  /** The columns that are read: the keys and times first, unless no row has to be looked at. */
  private List<String> readColumns;

  private WinnerTable winners = new WinnerTable(0);
  private RepeatedKeys repeated = RepeatedKeys.NONE;
  private boolean started;
  private @Nullable ParquetReader stream;
  private long streamedRows;
  private @Nullable RowChoice choice;
  private @Nullable RemainingRows remaining;

  MergeOnRead(ScanPlan plan, ScanFiles files, KeyFacts facts, BufferAllocator allocator) {
    this.plan = plan;
    this.files = files;
    this.facts = facts;
    this.allocator = allocator;
    this.boundMillis = plan.asOf().boundMillis();
    this.readColumns =
        Stream.concat(Stream.of(TableSchema.KEY, TableSchema.EVENT_TIME), plan.columns().stream())
            .distinct()
            .toList();
  }

  /**
   * Fills the vectors of the result with the next rows.
   *
   * @param requireOpen throws when nobody wants them any more; asked between batches
   * @return the number of rows, 0 at the end
   */
  int next(List<FieldVector> targets, Runnable requireOpen) {
    if (!started) {
      start(requireOpen);
      started = true;
    }
    while (stream != null) {
      requireOpen.run();
      if (!stream.next()) {
        endStream(stream);
        break;
      }
      streamedRows += stream.root().getRowCount();
      int rows = merge(stream.root(), targets);
      if (rows > 0) {
        return rows;
      }
    }
    requireOpen.run();
    return emitRemaining(targets);
  }

  private void start(Runnable requireOpen) {
    winners = new WinnerTable(plan.hashed().stream().mapToLong(FileRead::rows).sum());
    hash(plan.hashed().stream().filter(FileRead::nativeFilter).map(List::of), requireOpen);
    List<FileRead> whole = plan.hashed().stream().filter(file -> !file.nativeFilter()).toList();
    hash(whole.isEmpty() ? Stream.empty() : Stream.of(whole), requireOpen);
    if (plan.streamed().isPresent()) {
      FileRead base = plan.streamed().get();
      repeated = facts.repeatedKeys(path(base), label(base), base, allocator);
      if (isWholeState(base)) {
        readColumns = plan.columns().isEmpty() ? List.of(TableSchema.EVENT_TIME) : plan.columns();
      }
      stream = open(List.of(base));
    }
  }

  /** Opens files that are read to their end or, if it is a single one, up to the asked time. */
  private ParquetReader open(List<FileRead> reads) {
    List<ParquetFile> parquet =
        reads.stream().map(read -> new ParquetFile(path(read), label(read), read.rows())).toList();
    return reads.get(0).nativeFilter()
        ? ParquetReader.open(parquet.get(0), readColumns, boundMillis, BATCH_ROWS, allocator)
        : ParquetReader.open(parquet, readColumns, BATCH_ROWS, allocator);
  }

  private void hash(Stream<List<FileRead>> groups, Runnable requireOpen) {
    groups.forEach(
        group -> {
          try (ParquetReader reader = open(group)) {
            long certainRows = 0;
            while (reader.next()) {
              requireOpen.run();
              FileRead read = group.get(reader.fileIndex());
              requireKeysAndTimes(reader.root(), read);
              certainRows += reader.root().getRowCount();
              winners.add(
                  HeldBatch.openTaking(reader.root(), read.file().rank(), allocator), boundMillis);
            }
            requireCertain(group.get(0), certainRows);
          }
        });
  }

  private int merge(VectorSchemaRoot batch, List<FieldVector> targets) {
    FileRead base = plan.streamed().orElseThrow();
    if (isWholeState(base)) {
      transferAll(batch, targets);
      return batch.getRowCount();
    }
    requireKeysAndTimes(batch, base);
    int rank = base.file().rank();
    if (choice == null) {
      choice = new RowChoice(winners, repeated, boundMillis, isFilteredHere(base), rank);
    }
    choice.choose(batch);
    RowRuns kept = choice.kept();
    if (choice.diverted().rows() > 0) {
      winners.add(HeldBatch.openCopy(batch, choice.diverted(), rank, allocator), boundMillis);
    }
    if (kept.rows() == batch.getRowCount()) {
      transferAll(batch, targets);
    } else if (kept.rows() > 0) {
      for (int i = 0; i < targets.size(); i++) {
        kept.copy(batch.getVector(plan.columns().get(i)), targets.get(i));
      }
    }
    return kept.rows();
  }

  /**
   * Whether each row that the base's reader gives is in the state, so that none need be looked at.
   */
  private boolean isWholeState(FileRead base) {
    return plan.hashed().isEmpty()
        && repeated.isEmpty()
        && base.eventTimesKnown()
        && !isFilteredHere(base);
  }

  /** Whether rows after the asked time come out of a file's reader, and are dropped here. */
  private static boolean isFilteredHere(FileRead read) {
    return read.filtered() && !read.nativeFilter();
  }

  private void transferAll(VectorSchemaRoot batch, List<FieldVector> targets) {
    for (int i = 0; i < targets.size(); i++) {
      batch.getVector(plan.columns().get(i)).makeTransferPair(targets.get(i)).transfer();
    }
  }

  private void endStream(ParquetReader ended) {
    requireCertain(plan.streamed().orElseThrow(), streamedRows);
    stream = null;
    ended.close();
  }

  private int emitRemaining(List<FieldVector> targets) {
    if (remaining == null) {
      remaining = new RemainingRows(winners);
    }
    if (!remaining.next(BATCH_ROWS)) {
      return 0;
    }
    for (int i = 0; i < targets.size(); i++) {
      int column = readColumns.indexOf(plan.columns().get(i));
      remaining.runs().copy(remaining.batch().vectors().get(column), targets.get(i));
    }
    return remaining.runs().rows();
  }

  private void requireKeysAndTimes(VectorSchemaRoot batch, FileRead read) {
    String label = label(read);
    Keys.requireNoNull(batch.getVector(TableSchema.KEY), "a key", label);
    Keys.requireNoNull(batch.getVector(TableSchema.EVENT_TIME), "an event time", label);
  }

  /** What a filter leaves of a file must at least be what it certainly cannot remove. */
  private void requireCertain(FileRead read, long rows) {
    if (read.nativeFilter() && rows < read.certainRows()) {
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
    try {
      if (stream != null) {
        stream.close();
        stream = null;
      }
    } finally {
      winners.close();
    }
  }
}
