package io.azof.storage.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import io.azof.storage.objectstore.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Commits to table "t" of a store: its data files hold a few bytes that nobody reads. Each has a
 * clock that advances by a second with each look at it.
 */
final class Commits {
  static final TableSchema SCHEMA =
      new TableSchema(List.of(new Column("n", ColumnType.INT, false)));
  private static final String CONTENT = "rows";

  private final ObjectStore store;
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger seconds = new AtomicInteger();
  private final String name;
  private final StoreSelfTest selfTest;

  /**
   * @param name of who commits, for ids
   */
  Commits(ObjectStore store, String name) {
    this.store = store;
    this.name = name;
    this.selfTest = new StoreSelfTest(store, this::id);
  }

  Committer committer() {
    return committer(() -> Instant.ofEpochSecond(seconds.incrementAndGet()));
  }

  Committer committer(InstantSource clock) {
    return committer(clock, RetryPause.NONE);
  }

  Committer committer(InstantSource clock, RetryPause pause) {
    return new Committer(store, selfTest, clock, this::id, pause);
  }

  Snapshot create() {
    return committer().create("t", empty());
  }

  Snapshot append() {
    return append(id());
  }

  /** Appends a row that is known by its id. */
  Snapshot append(String row) {
    return committer().commit("t", appending(row));
  }

  String id() {
    return name + ids.incrementAndGet();
  }

  /** The first version of the table: one open segment without files. */
  static Change.Prepared empty() {
    return prepared(
        version ->
            new Draft(
                SCHEMA,
                List.of(segment(List.of())),
                Map.of(),
                null,
                version,
                Operation.CREATE,
                Map.of()));
  }

  static Change.Prepared prepared(LongFunction<Draft> draft) {
    return new Change.Prepared() {
      @Override
      public Draft draft(long version) {
        return draft.apply(version);
      }

      @Override
      public void discard() {}
    };
  }

  /** Adds a file with one row, {@code row}, to the table's first segment. */
  Change appending(String row) {
    return appending(row, retainedFrom -> retainedFrom);
  }

  /** Besides, lets go of older versions. */
  Change appending(String row, LongUnaryOperator retainedFrom) {
    return current -> new Append(current, id(), row, retainedFrom);
  }

  /** The rows that a version has, by the ids of {@link #append}. */
  static List<String> rows(Snapshot snapshot) {
    return snapshot.allSegments().flatMap(s -> s.deltas().stream()).map(Commits::row).toList();
  }

  private static String row(DeltaFile delta) {
    FileFacts facts = delta.file().facts();
    return facts == null ? delta.name() : facts.minKey();
  }

  static Segment segment(List<DeltaFile> deltas) {
    return new Segment("all", new TimeRange(new EventTime(0), null), null, deltas, List.of());
  }

  static DeltaFile delta(String name, String row, long sequence) {
    EventTime time = new EventTime(sequence);
    FileFacts facts =
        new FileFacts(
            1, CONTENT.length(), row, row, time, time, 0, false, sequence, sequence, 1, "00000000");
    return new DeltaFile(new DataFile(name, facts), new TimeRange(time, time), false);
  }

  private final class Append implements Change.Prepared {
    private final Snapshot current;
    private final String file;
    private final String row;
    private final LongUnaryOperator retainedFrom;

    Append(Snapshot current, String id, String row, LongUnaryOperator retainedFrom) {
      this.current = current;
      this.file = "delta-b" + current.version() + "-" + id + ".parquet";
      this.row = row;
      this.retainedFrom = retainedFrom;
      store.createIfAbsent("t/" + file, CONTENT.getBytes(UTF_8));
    }

    @Override
    public Draft draft(long version) {
      Segment first = current.segments().get(0);
      List<DeltaFile> deltas = new ArrayList<>(first.deltas());
      deltas.add(delta(file, row, version));
      List<Segment> segments = new ArrayList<>(current.segments());
      segments.set(
          0, new Segment(first.id(), first.range(), first.base(), deltas, first.children()));
      Draft same = Draft.of(current, segments, Operation.APPEND, Map.of("row", row));
      return new Draft(
          same.schema(),
          same.segments(),
          same.properties(),
          same.eventTimeFloor(),
          Math.min(version, retainedFrom.applyAsLong(same.retainedFrom())),
          same.operation(),
          same.summary());
    }

    @Override
    public void discard() {
      store.delete("t/" + file);
    }
  }
}
