package io.azof.storage.snapshot;

import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a draft a snapshot: adds ids, the commit time and the history. */
record NextSnapshot(InstantSource clock, Supplier<String> ids) {

  /**
   * The next version by its number; one commit, whatever the number turns out to be.
   *
   * @param current the version that is followed; null for a table's first
   */
  LongFunction<Snapshot> after(@Nullable Snapshot current, Change.Prepared prepared) {
    @Nullable Lineage lineage = current == null ? null : current.lineage();
    String commitId = ids.get();
    String tableId = lineage == null ? ids.get() : lineage.tableId();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant committedAt =
        lineage == null || now.isAfter(lineage.committedAt())
            ? now
            : lineage.committedAt().plusMillis(1);
    return number -> {
      Draft draft = prepared.draft(number);
      return new Snapshot(
          number,
          draft.schema(),
          draft.segments(),
          draft.properties(),
          draft.eventTimeFloor(),
          new Lineage(
              tableId,
              current == null ? 0 : current.version(),
              commitId,
              committedAt,
              draft.operation(),
              draft.summary(),
              draft.retainedFrom(),
              history(current, committedAt, draft.retainedFrom())));
    };
  }

  private static List<Ancestor> history(
      @Nullable Snapshot parent, Instant committedAt, long retainedFrom) {
    if (parent == null) {
      return List.of();
    }
    Lineage lineage = parent.lineage();
    Stream<Ancestor> ancestors =
        lineage == null
            ? Stream.of(ofVersion1(parent, committedAt))
            : Stream.concat(Stream.of(VersionChain.entry(parent)), lineage.history().stream());
    return ancestors
        .takeWhile(ancestor -> ancestor.version() >= retainedFrom)
        .limit(Lineage.HISTORY_MAX)
        .toList();
  }

  /** When it was committed is not known, but that it was before. */
  private static Ancestor ofVersion1(Snapshot parent, Instant committedAt) {
    return new Ancestor(parent.version(), committedAt.minusMillis(1), new Operation("unknown"));
  }
}
