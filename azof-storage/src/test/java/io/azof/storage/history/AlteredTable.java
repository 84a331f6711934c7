package io.azof.storage.history;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.evolve.SchemaAlteration;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.parquet.ArrowColumns;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import io.azof.storage.parquet.WrittenFile;
import io.azof.storage.scan.KeyFacts;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.scan.ScanPlan;
import io.azof.storage.scan.ScanPlanner;
import io.azof.storage.scan.ScanReader;
import io.azof.storage.scan.SegmentPath;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.Draft;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.snapshot.Rollback;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.StoreSelfTest;
import io.azof.storage.snapshot.VersionChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Table "t" of one open segment, to which rows are appended, whose columns are altered and that is
 * rolled back, each by a real commit; and which can be read at any of its versions.
 */
final class AlteredTable {
  private static final EventTime START = new EventTime(0);

  private final Path folder;
  private final BufferAllocator allocator;
  private final ParquetFileWriter writer;
  private final LocalObjectStore store;
  private final SnapshotReader snapshots;
  private final Committer committer;
  private int files;

  /**
   * @param duckDb may write into the folder of the table
   */
  AlteredTable(Path lakehouse, DuckDb duckDb, BufferAllocator allocator) {
    this.folder = lakehouse.resolve("t");
    this.allocator = allocator;
    this.writer = new ParquetFileWriter(duckDb, 2048);
    this.store = new LocalObjectStore(lakehouse);
    this.snapshots = new SnapshotReader(store);
    Supplier<String> ids = () -> UUID.randomUUID().toString();
    this.committer =
        new Committer(store, new StoreSelfTest(store, ids), Instant::now, ids, RetryPause.NONE);
  }

  Snapshot create(TableSchema schema) {
    Segment all = new Segment("all", new TimeRange(START, null), null, List.of(), List.of());
    return committer.create(
        "t",
        prepared(new Draft(schema, List.of(all), Map.of(), null, 1, Operation.CREATE, Map.of())));
  }

  /** Appends rows that are newer than all that there are. */
  Snapshot append(List<ModelRow> rows) {
    return committer.commit(
        "t",
        current -> {
          Segment all = current.segments().get(0);
          DeltaFile delta = write(current, rows);
          List<DeltaFile> deltas = Stream.concat(Stream.of(delta), all.deltas().stream()).toList();
          return prepared(
              Draft.of(current, List.of(all.withDeltas(deltas)), Operation.APPEND, Map.of()));
        });
  }

  /** Makes a base of rows that are all that there is, in place of the files that there are. */
  Snapshot rewrite(List<ModelRow> rows) {
    return committer.commit(
        "t",
        current -> {
          Segment all = current.segments().get(0);
          Segment rewritten = all.withDeltas(List.of()).withBase(write(current, rows).file());
          return prepared(Draft.of(current, List.of(rewritten), Operation.COMPACT, Map.of()));
        });
  }

  Snapshot alter(List<SchemaChange> changes) {
    return committer.commit("t", new SchemaAlteration("t", changes));
  }

  Snapshot rollBack(long target) {
    return committer.commit("t", new Rollback(snapshots, "t", target));
  }

  private static Change.Prepared prepared(Draft draft) {
    return new Change.Prepared() {
      @Override
      public Draft draft(long version) {
        return draft;
      }

      @Override
      public void discard() {}
    };
  }

  private DeltaFile write(Snapshot current, List<ModelRow> rows) {
    TableSchema schema = current.schema();
    List<ModelRow> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(ModelRow::key));
    List<List<@Nullable Object>> values =
        sorted.stream().map(row -> TableModel.empty(schema).shown(row)).toList();
    String name = "delta-b" + current.version() + "-" + files++ + ".parquet";
    WrittenFile written =
        writer.write(
            allocator,
            memory -> GivenRows.open(stored(schema), values, 100, memory),
            RowOrder.SORTED,
            folder.resolve(name),
            false);
    TimeRange range =
        new TimeRange(time(rows, Comparator.naturalOrder()), time(rows, Comparator.reverseOrder()));
    FileFacts facts =
        new FileFacts(
            written.rows(),
            written.bytes(),
            sorted.get(0).key(),
            sorted.get(sorted.size() - 1).key(),
            range.start(),
            Objects.requireNonNull(range.end()),
            0,
            true,
            current.version(),
            current.version(),
            schema.id(),
            "00000000");
    return new DeltaFile(new DataFile(name, facts), range, false);
  }

  /** The columns as data files call them. */
  private static TableSchema stored(TableSchema schema) {
    return new TableSchema(
        schema.columns().stream()
            .map(column -> new Column(column.physicalName(), column.type(), true))
            .toList());
  }

  private static EventTime time(List<ModelRow> rows, Comparator<Long> order) {
    Function<ModelRow, Long> millis = ModelRow::eventTimeMillis;
    return new EventTime(rows.stream().map(millis).min(order).orElseThrow());
  }

  /** The state of a version, as texts in order. */
  List<String> state(long version, AsOf asOf) {
    Snapshot snapshot = new VersionChain(snapshots, "t", snapshots.current("t")).version(version);
    ScanFiles scanned = new ScanFiles("t", snapshot, new FileCache(store));
    SegmentPath path = SegmentPath.of(snapshot, asOf);
    List<String> names = snapshot.schema().columnNames();
    ScanPlan plan = ScanPlanner.plan("t", version, asOf, names, path, scanned.known(path.files()));
    try (ArrowReader reader =
        ScanReader.open(plan, snapshot.schema(), scanned, new KeyFacts(), allocator)) {
      if (!reader
          .getVectorSchemaRoot()
          .getSchema()
          .equals(ArrowColumns.schema(snapshot.schema(), names))) {
        throw new AssertionError("another schema");
      }
      return Rows.sorted(Rows.read(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some value of a type, of few digits, so that it fits in narrow types too. */
  static Object value(ColumnType type, int number) {
    return switch (type.kind()) {
      case STRING -> "v" + number;
      case INT, DATE_TIME -> (long) number;
      case BOOLEAN -> number % 2 == 0;
      case DOUBLE -> number / 8.0;
      case DECIMAL -> BigDecimal.valueOf(number % 10, 1).setScale(type.scale(), RoundingMode.DOWN);
      case DATE -> number;
      case BINARY -> new byte[] {(byte) number};
    };
  }
}
