package io.azof.storage.snapshot;

import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of tables lately: each one's {@code version.txt}, and snapshots, which never change
 * as long as that object is not written again with the same number: then the table was removed, and
 * another was made in its place.
 */
final class SnapshotCache {
  private static final int TABLES_MAX = 1_000;
  private static final int SNAPSHOTS_MAX = 100;

  private record Key(String table, long version, String edition) {}

  private record Seen(Pinned pinned, Instant at) {}

  private final Map<String, StoredObject> versions = lastUsed(TABLES_MAX);
  private final Map<String, Seen> tables = lastUsed(TABLES_MAX);
  private final Map<Key, Snapshot> snapshots = lastUsed(SNAPSHOTS_MAX);

  /** The {@code version.txt} of a table as it was. */
  synchronized Optional<StoredObject> version(String table) {
    return Optional.ofNullable(versions.get(table));
  }

  synchronized void put(String table, StoredObject version) {
    versions.put(table, version);
  }

  synchronized Optional<Snapshot> snapshot(String table, CurrentVersion version) {
    return Optional.ofNullable(snapshots.get(key(table, version)));
  }

  synchronized void put(String table, CurrentVersion version, Snapshot snapshot) {
    snapshots.put(key(table, version), snapshot);
  }

  /** What was current a little while ago. */
  synchronized Optional<Pinned> pinned(String table, Instant now, Duration ageMax) {
    return Optional.ofNullable(tables.get(table))
        .filter(seen -> !seen.at().isAfter(now) && now.isBefore(seen.at().plus(ageMax)))
        .map(Seen::pinned);
  }

  /**
   * @param at when it was current at the latest
   */
  synchronized void put(String table, Pinned pinned, Instant at) {
    tables.put(table, new Seen(pinned, at));
  }

  /** Knows no longer what was current a little while ago. */
  synchronized void forget(String table) {
    tables.remove(table);
  }

  private static Key key(String table, CurrentVersion version) {
    return new Key(table, version.number(), version.edition());
  }

  private static <K, V> Map<K, V> lastUsed(int max) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }
}
