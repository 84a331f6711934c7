package io.azof.storage.maintain;

import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.write.WriteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** All that can be done to look after the tables of a lakehouse. Safe for use by many threads. */
public final class Maintenance {
  /** How long a reader may go on with what was let go of meanwhile, unless told otherwise. */
  public static final Duration GRACE = Duration.ofMinutes(10);

  private final ObjectStore store;
  private final WriteSettings settings;
  private final FileCacheSettings cache;
  private final Retention retention;
  private final Sweep sweep;

  /**
   * @param store stays the caller's
   * @param settings the clock, and what may be used of this machine
   * @param cache how much checks may copy to this machine; its folder is not used
   */
  public Maintenance(
      ObjectStore store, Committer committer, WriteSettings settings, FileCacheSettings cache) {
    this.store = store;
    this.settings = settings;
    this.cache = cache.withTemporaryFolder();
    this.retention = new Retention(new SnapshotReader(store), committer, settings.clock());
    this.sweep = new Sweep(store, settings.clock());
  }

  /** See {@link TableCheck#check}. */
  public CheckReport check(String table) {
    try (FileCache files = openFiles()) {
      return new TableCheck(store, files).check(table);
    }
  }

  /**
   * See {@link TableCheck#checkDeep}.
   *
   * @param parent where memory is taken from
   */
  public CheckReport checkDeep(String table, BufferAllocator parent) {
    DuckDbSettings engine =
        DuckDbSettings.ofQueries(
            settings.memoryBytesMax(),
            settings.threads(),
            Path.of(System.getProperty("java.io.tmpdir")));
    try (FileCache files = openFiles()) {
      return new TableCheck(store, files).checkDeep(table, parent, engine);
    }
  }

  /** One of its own: what other caches hold says nothing of what the store holds now. */
  private FileCache openFiles() {
    return new FileCache(store, cache);
  }

  /** See {@link Retention#expireVersions}. */
  public Optional<Snapshot> expireVersions(String table, Instant olderThan) {
    return retention.expireVersions(table, olderThan);
  }

  /** See {@link Retention#expireHistory}. */
  public Optional<Snapshot> expireHistory(String table, EventTime floor) {
    return retention.expireHistory(table, floor);
  }

  /** See {@link Sweep#find}. */
  public Garbage findGarbage(String table, Duration grace) {
    return sweep.find(table, grace);
  }

  /** See {@link Sweep#remove}. */
  public Garbage removeGarbage(String table, Duration grace) {
    return sweep.remove(table, grace);
  }
}
