package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.merge.FileColumns;
import io.azof.storage.merge.MergeSource;
import io.azof.storage.merge.MergedReader;
import io.azof.storage.merge.SortedFiles;
import io.azof.storage.model.Column;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;
import io.azof.storage.write.DataFileKind;
import io.azof.storage.write.DataFileWriter;
import io.azof.storage.write.StagedFile;
import io.azof.storage.write.StagedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A plan that is carried out but for its commit: its files are made, on this machine's disk. They
 * go into the store under new names each time it is prepared, so a commit that is faster costs no
 * more than that, as long as it leaves the plan's inputs where they are.
 */
final class Compaction implements Change, AutoCloseable {
  private final String table;
  private final Snapshot planned;
  private final CompactionPlan plan;
  private final DataFileWriter files;
  private final List<Optional<StagedFile>> staged = new ArrayList<>();

  private Compaction(String table, Snapshot planned, CompactionPlan plan, DataFileWriter files) {
    this.table = table;
    this.planned = planned;
    this.plan = plan;
    this.files = files;
  }

  /**
   * Makes the files of a plan. The receiver closes the compaction, which removes what is staged.
   *
   * @param planned the version that was planned for
   * @param inputs its files
   * @param parent where memory is taken from
   * @throws AzofException when a file cannot be read or written; then nothing is left behind
   */
  static Compaction open(
      String table,
      Snapshot planned,
      CompactionPlan plan,
      SortedFiles inputs,
      DataFileWriter files,
      BufferAllocator parent) {
    Compaction compaction = new Compaction(table, planned, plan, files);
    try (BufferAllocator allocator = parent.newChildAllocator("compaction", 0, Long.MAX_VALUE)) {
      for (FileTask task : plan.tasks()) {
        compaction.staged.add(openStaged(task, planned.schema(), inputs, files, allocator));
      }
      return compaction;
    } catch (RuntimeException | Error e) {
      compaction.close();
      throw e;
    }
  }

  private static Optional<StagedFile> openStaged(
      FileTask task,
      TableSchema schema,
      SortedFiles inputs,
      DataFileWriter files,
      BufferAllocator allocator) {
    List<String> values = schema.columns().stream().map(Column::name).toList();
    List<MergeSource> sources =
        task.inputs().stream()
            .map(part -> inputs.source(part, values, SortedFiles.BATCH_ROWS, allocator))
            .toList();
    Schema columns =
        FileColumns.of(schema, task.minSequence() < task.maxSequence(), task.mayHaveDeletes());
    return files.openStaged(
        allocator,
        child -> MergedReader.open(sources, task.rule(), task.deletesFromMillis(), columns, child),
        schema,
        StagedOrder.SORTED);
  }

  @Override
  public Prepared prepare(Snapshot current) {
    requireSameTable(current);
    List<FileTask> tasks = plan.tasks();
    List<Optional<DataFile>> named = new ArrayList<>();
    PreparedCompaction prepared = new PreparedCompaction(current);
    try {
      plan.apply(current.segments(), placeholders()); // a conflict shows before anything is put
      for (int i = 0; i < tasks.size(); i++) {
        FileTask task = tasks.get(i);
        DataFileKind kind = task.isBase() ? DataFileKind.BASE : DataFileKind.DELTA;
        Optional<DataFile> file =
            staged.get(i).map(made -> made.dataFile(prepared.put(made, kind), task.minSequence()));
        named.add(file);
      }
      prepared.segments = plan.apply(current.segments(), named);
      return prepared;
    } catch (RuntimeException | Error e) {
      prepared.discardAfter(e);
      throw e;
    }
  }

  private List<Optional<DataFile>> placeholders() {
    return staged.stream()
        .map(file -> file.map(made -> new DataFile(made.path().toString(), made.facts())))
        .toList();
  }

  /** Files that were made under one schema may lack what another one has. */
  private void requireSameTable(Snapshot current) {
    boolean isSame =
        current.lineage() != null
            && planned.lineage() != null
            && current.lineage().tableId().equals(planned.lineage().tableId())
            && current.schema().id() == planned.schema().id()
            && Objects.equals(current.eventTimeFloor(), planned.eventTimeFloor());
    if (!isSame) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "Table \""
              + table
              + "\" was altered, expired or made anew while it was compacted; nothing was"
              + " compacted, try again");
    }
  }

  /** What was done, for people. */
  private Map<String, String> summary() {
    long rows = staged.stream().flatMap(Optional::stream).mapToLong(f -> f.facts().rows()).sum();
    long filesMade = staged.stream().flatMap(Optional::stream).count();
    StringBuilder steps = new StringBuilder();
    plan.steps().forEach(step -> steps.append(steps.isEmpty() ? "" : "; ").append(step));
    return Map.of(
        "steps", steps.toString(),
        "files_written", Long.toString(filesMade),
        "rows_written", Long.toString(rows));
  }

  /** Removes the staged files; what was put into the store stays there. */
  @Override
  public void close() {
    staged.stream().flatMap(Optional::stream).forEach(StagedFile::close);
    staged.clear();
  }

  private final class PreparedCompaction implements Prepared {
    private final Snapshot current;
    private final List<String> names = new ArrayList<>();
    private List<Segment> segments = List.of();

    PreparedCompaction(Snapshot current) {
      this.current = current;
    }

    private String put(StagedFile file, DataFileKind kind) {
      String name = files.put(file, table, kind, current.version());
      names.add(name);
      return name;
    }

    @Override
    public Draft draft(long version) {
      return Draft.of(current, segments, Operation.COMPACT, summary());
    }

    @Override
    public void discard() {
      names.forEach(name -> files.remove(table, name));
    }

    private void discardAfter(Throwable reason) {
      try {
        discard();
      } catch (AzofException e) {
        reason.addSuppressed(e);
      }
    }
  }
}
