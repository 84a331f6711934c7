package io.azof.storage.snapshot;

import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of tables lately: each one's {@code version.txt}, which the store is asked about
 * again every time, and snapshots, which never change.
 */
final class SnapshotCache {
  private static final int VERSIONS_MAX = 1_000;
  private static final int SNAPSHOTS_MAX = 100;

  private record Key(String table, long version) {}

  private final Map<String, StoredObject> versions = lastUsed(VERSIONS_MAX);
  private final Map<Key, Snapshot> snapshots = lastUsed(SNAPSHOTS_MAX);

  /** The {@code version.txt} of a table as it was. */
  synchronized Optional<StoredObject> version(String table) {
    return Optional.ofNullable(versions.get(table));
  }

  synchronized void put(String table, StoredObject version) {
    versions.put(table, version);
  }

  synchronized Optional<Snapshot> snapshot(String table, long version) {
    return Optional.ofNullable(snapshots.get(new Key(table, version)));
  }

  synchronized void put(String table, Snapshot snapshot) {
    snapshots.put(new Key(table, snapshot.version()), snapshot);
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
