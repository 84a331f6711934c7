package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.merge.SortedFiles;
import io.azof.storage.model.Snapshot;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.write.DataFileWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Compacts tables: docs/FORMAT.md, Compaction. Each step of the way is a commit of its own, so that
 * what is done stays done. Safe for use by many threads.
 */
public final class Compactor {

  /** More plans in a row are a table that others change faster than it can be compacted. */
  private static final int PLANS_MAX = 10;

  private final SnapshotReader snapshots;
  private final FileCache cache;
  private final DataFileWriter writer;
  private final Committer committer;

  /**
   * @param cache data files as files on this machine's disk
   * @param writer makes the new ones
   */
  public Compactor(
      SnapshotReader snapshots, FileCache cache, DataFileWriter writer, Committer committer) {
    this.snapshots = snapshots;
    this.cache = cache;
    this.writer = writer;
    this.committer = committer;
  }

  /**
   * What {@link #compact} would do first for a table; prints itself. Reads the footers of files
   * without facts.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when the table's properties ask for a policy
   *     that is none; else as reading the table
   */
  public CompactionPlan plan(String table) {
    Snapshot current = snapshots.current(table);
    try (SortedFiles inputs = openInputs(table, current, () -> false)) {
      return plan(current, inputs);
    }
  }

  /** As the other one, to its end. */
  public List<CompactionPlan> compact(String table, BufferAllocator parent) {
    return compact(table, parent, () -> false);
  }

  /**
   * Compacts a table until there is nothing to do.
   *
   * @param parent where memory is taken from
   * @param isStopped asked before each batch and each plan; when it is true, nothing more is done
   * @return the plans that were carried out and committed, in order; none when there was nothing to
   *     do
   * @throws AzofException {@code CONFLICT} when somebody else changed what was compacted; {@code
   *     COMMIT_UNKNOWN}; {@code CANCELLED} when it was stopped within a plan; what reading or
   *     writing throws. What was committed before stays
   */
  public List<CompactionPlan> compact(
      String table, BufferAllocator parent, BooleanSupplier isStopped) {
    List<CompactionPlan> done = new ArrayList<>();
    while (done.size() < PLANS_MAX && !isStopped.getAsBoolean()) {
      Snapshot current = snapshots.current(table);
      try (SortedFiles inputs = openInputs(table, current, isStopped)) {
        CompactionPlan plan = plan(current, inputs);
        if (plan.isEmpty()) {
          break;
        }
        try (Compaction compaction =
            Compaction.open(table, current, plan, inputs, writer, parent)) {
          committer.commit(table, compaction);
        }
        done.add(plan);
      }
    }
    return done;
  }

  private SortedFiles openInputs(String table, Snapshot snapshot, BooleanSupplier isStopped) {
    Runnable requireRunning =
        () -> {
          if (isStopped.getAsBoolean()) {
            throw new AzofException(ErrorCode.CANCELLED, "The compaction was stopped");
          }
        };
    return new SortedFiles(
        ScanFiles.open(table, snapshot, List.of(), cache), writer, requireRunning);
  }

  private static CompactionPlan plan(Snapshot snapshot, SortedFiles inputs) {
    return CompactionPlanner.plan(
        snapshot, CompactionPolicy.of(snapshot.properties()), FileMeasures.of(inputs.stored()));
  }
}
