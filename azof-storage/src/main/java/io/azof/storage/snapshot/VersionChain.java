package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The versions of a table that are retained, from the current one back along the parents. Only what
 * is in this chain is a version: a snapshot object can lie beside it, of a commit that never took
 * place; and below the oldest retained version it can even bear the number of one that was.
 */
public final class VersionChain {
  private static final Operation UNKNOWN = new Operation("unknown");

  private final SnapshotReader snapshots;
  private final String table;
  private final Snapshot current;

  /**
   * @param current where the chain begins
   */
  public VersionChain(SnapshotReader snapshots, String table, Snapshot current) {
    this.snapshots = snapshots;
    this.table = table;
    this.current = current;
  }

  /** The number of the oldest version that is retained. */
  public long retainedFrom() {
    return current.lineage() == null ? current.version() : current.lineage().retainedFrom();
  }

  /**
   * The retained versions, newest first, the current one among them. Snapshots are read on the way
   * only where the histories of those before end. Of a version that version 1 of the format made it
   * is not known when it was committed: the current one then has {@link Instant#MAX}.
   */
  public Stream<Ancestor> versions() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Descent(), Spliterator.ORDERED), false);
  }

  /**
   * The retained versions, newest first, as {@link #versions} gives them; the snapshot of each is
   * read when it is asked for.
   */
  public Stream<Snapshot> snapshots() {
    return versions()
        .map(ancestor -> ancestor.version() == current.version() ? current : load(ancestor));
  }

  /**
   * The version of that number.
   *
   * @throws AzofException {@code VERSION_NOT_FOUND} when it is none that is retained
   */
  public Snapshot version(long number) {
    if (number == current.version()) {
      return current;
    }
    if (number > current.version()) {
      throw notFound("has no version " + number + "; it is at version " + current.version());
    }
    if (number < retainedFrom()) {
      throw notFound(
          "does not retain version "
              + number
              + "; the oldest that it retains is "
              + retainedFrom());
    }
    List<Ancestor> newer = versions().takeWhile(a -> a.version() >= number).toList();
    Ancestor last = newer.get(newer.size() - 1);
    if (last.version() != number) {
      throw notFound(
          "has no version " + number + ": that number was skipped; the next is " + last.version());
    }
    return load(last);
  }

  /**
   * The newest version that was committed at that time or before.
   *
   * @throws AzofException {@code VERSION_NOT_FOUND} when none that is retained was
   */
  public Snapshot committedBy(Instant commitTime) {
    Optional<Ancestor> newest =
        versions().filter(a -> !a.committedAt().isAfter(commitTime)).findFirst();
    return newest
        .map(ancestor -> ancestor.version() == current.version() ? current : load(ancestor))
        .orElseThrow(() -> notFound(noneBy(commitTime)));
  }

  private String noneBy(Instant commitTime) {
    if (current.lineage() == null) {
      return "is of version 1 of the format, which does not say when it was committed";
    }
    Ancestor oldest = versions().reduce((newer, older) -> older).orElseThrow();
    return "retains no version that was committed by "
        + EventTime.of(commitTime)
        + "; the oldest, "
        + oldest.version()
        + ", was committed at "
        + EventTime.of(oldest.committedAt());
  }

  /** What the chain says of the version before the oldest retained one: its number, or 0. */
  long parentOfOldest() {
    Ancestor oldest = versions().reduce((newer, older) -> older).orElseThrow();
    Lineage lineage =
        oldest.version() == current.version() ? current.lineage() : load(oldest).lineage();
    return lineage == null ? 0 : lineage.parent();
  }

  private Snapshot load(Ancestor ancestor) {
    Snapshot snapshot = load(ancestor.version());
    Lineage lineage = snapshot.lineage();
    if (lineage != null && !lineage.committedAt().equals(ancestor.committedAt())) {
      throw corrupt(ancestor.version(), "is not the one that the history of later versions lists");
    }
    return snapshot;
  }

  private Snapshot load(long number) {
    return snapshots
        .snapshot(table, number)
        .orElseThrow(() -> corrupt(number, "does not exist; restore that object"));
  }

  private AzofException corrupt(long number, String what) {
    return new AzofException(
        ErrorCode.METADATA_CORRUPT,
        "Snapshot \""
            + ObjectNames.snapshot(table, number)
            + "\", a retained version of table \""
            + table
            + "\", "
            + what);
  }

  private AzofException notFound(String what) {
    return new AzofException(ErrorCode.VERSION_NOT_FOUND, "Table \"" + table + "\" " + what);
  }

  static Ancestor entry(Snapshot snapshot) {
    Lineage lineage = snapshot.lineage();
    return lineage == null
        ? new Ancestor(snapshot.version(), Instant.MAX, UNKNOWN)
        : new Ancestor(snapshot.version(), lineage.committedAt(), lineage.operation());
  }

  /** Goes down the chain, a snapshot's history at a time. */
  private final class Descent implements Iterator<Ancestor> {
    private final Deque<Ancestor> known = new ArrayDeque<>(List.of(entry(current)));
    private Ancestor last = known.getFirst();

    @Override
    public boolean hasNext() {
      if (known.isEmpty() && last.version() > retainedFrom()) {
        readOn(last.version() == current.version() ? current : load(last));
      }
      return !known.isEmpty();
    }

    @Override
    public Ancestor next() {
      last = hasNext() ? known.remove() : known.element(); // which throws
      return last;
    }

    private void readOn(Snapshot snapshot) {
      Lineage lineage = snapshot.lineage();
      if (lineage == null || lineage.parent() < retainedFrom()) {
        return;
      }
      if (lineage.history().isEmpty()) {
        known.add(entry(load(lineage.parent())));
      }
      lineage.history().stream()
          .filter(ancestor -> ancestor.version() >= retainedFrom())
          .forEach(known::add);
    }
  }
}
