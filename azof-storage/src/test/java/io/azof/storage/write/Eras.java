package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.TABLE;

import io.azof.storage.model.EventTime;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TimeRange;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.Draft;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.snapshot.StoreSelfTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Changes the tree of the table t as a compaction does, but without bases. */
final class Eras {
  private final Committer committer;

  Eras(ObjectStore store) {
    this.committer =
        new Committer(
            store,
            new StoreSelfTest(store, () -> UUID.randomUUID().toString()),
            () -> WriterFixture.NOW,
            () -> UUID.randomUUID().toString(),
            RetryPause.NONE);
  }

  /** Closes the open era at each of these times and starts another one. */
  void start(long... starts) {
    change(
        current ->
            Draft.of(current, List.of(withEras(current, starts)), Operation.COMPACT, Map.of()));
  }

  private static Segment withEras(Snapshot current, long... starts) {
    Segment root = current.segments().get(0);
    List<Segment> eras = new ArrayList<>(root.children());
    for (long start : starts) {
      Segment last = eras.remove(eras.size() - 1);
      eras.add(
          new Segment(
              last.id(),
              new TimeRange(last.range().start(), new EventTime(start - 1)),
              last.base(),
              last.deltas(),
              List.of()));
      eras.add(
          new Segment(
              "era-" + (eras.size() + 1),
              new TimeRange(new EventTime(start), null),
              null,
              List.of(),
              List.of()));
    }
    return new Segment(root.id(), root.range(), null, root.deltas(), eras);
  }

  void change(Function<Snapshot, Draft> draft) {
    committer.commit(
        TABLE,
        current ->
            new Change.Prepared() {
              @Override
              public Draft draft(long version) {
                return draft.apply(current);
              }

              @Override
              public void discard() {}
            });
  }
}
