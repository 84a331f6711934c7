package io.azof.storage.maintain;

import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.StoreSelfTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;

/** Whoever looks after table "t" of a store, with a clock that is set by hand. */
final class Upkeep {
  private final ObjectStore store;
  private final AtomicInteger ids = new AtomicInteger();
  private Instant now;

  Upkeep(ObjectStore store, long nowSeconds) {
    this.store = store;
    this.now = Instant.ofEpochSecond(nowSeconds);
  }

  void at(long nowSeconds) {
    now = Instant.ofEpochSecond(nowSeconds);
  }

  Committer committer() {
    return new Committer(
        store, new StoreSelfTest(store, this::id), () -> now, this::id, RetryPause.NONE);
  }

  Retention retention() {
    return new Retention(new SnapshotReader(store), committer(), () -> now);
  }

  Sweep sweep() {
    return new Sweep(store, () -> now);
  }

  private String id() {
    return "id-" + ids.incrementAndGet();
  }

  /** Looks at snapshots and footers. */
  static CheckReport check(ObjectStore store) {
    try (FileCache files = new FileCache(store, FileCacheSettings.defaults())) {
      return new TableCheck(store, files).check(VersionedTable.NAME);
    }
  }

  /** Looks at every row. */
  static CheckReport deepCheck(ObjectStore store, Path spill) {
    try (FileCache files = new FileCache(store, FileCacheSettings.defaults());
        RootAllocator allocator = new RootAllocator()) {
      return new TableCheck(store, files)
          .checkDeep(VersionedTable.NAME, allocator, DuckDbSettings.ofQueries(64 << 20, 1, spill));
    }
  }
}
