package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.Traffic;
import io.azof.storage.objectstore.ObjectKey;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Loads snapshots: two small reads, {@code version.txt} and then {@code sN.json}; of a table that
 * was loaded before, only whether {@code version.txt} has changed.
 */
public final class SnapshotReader {
  private final ObjectStore store;
  private final Duration ageMax;
  private final InstantSource clock;
  private final SnapshotCache cache = new SnapshotCache();

  /** A reader that always asks which version is current. */
  public SnapshotReader(ObjectStore store) {
    this(store, Duration.ZERO, InstantSource.fixed(Instant.EPOCH));
  }

  /**
   * @param ageMax how long {@link #recent} goes on with what was current
   * @param clock by which that is measured
   */
  public SnapshotReader(ObjectStore store, Duration ageMax, InstantSource clock) {
    this.store = store;
    this.ageMax = ageMax;
    this.clock = clock;
  }

  /**
   * The snapshot that is current, or was so no longer ago than this reader may go on with one.
   *
   * @throws AzofException as {@link #current}
   */
  public Pinned recent(String table) {
    if (ageMax.isZero()) {
      return pinned(table);
    }
    Instant now = clock.instant();
    Optional<Pinned> known = cache.pinned(table, now, ageMax);
    if (known.isPresent()) {
      return new Pinned(known.get().snapshot(), known.get().tag(), Traffic.NONE);
    }
    Pinned pinned = pinned(table);
    cache.put(table, pinned, now);
    return pinned;
  }

  /** Makes the next {@link #recent} ask which snapshot is current. */
  public void forget(String table) {
    cache.forget(table);
  }

  /**
   * The current snapshot of a table.
   *
   * @throws AzofException {@code LAKEHOUSE_NOT_FOUND}, {@code TABLE_NOT_FOUND}, {@code
   *     METADATA_CORRUPT} or {@code FORMAT_UNSUPPORTED}
   */
  public Snapshot current(String table) {
    return pinned(table).snapshot();
  }

  /**
   * The number of the current version, whether or not its snapshot can be read.
   *
   * @throws AzofException {@code LAKEHOUSE_NOT_FOUND}, {@code TABLE_NOT_FOUND} or {@code
   *     METADATA_CORRUPT}
   */
  public long currentNumber(String table) {
    return requireVersion(table).number();
  }

  private CurrentVersion requireVersion(String table) {
    if (!ObjectKey.isName(table)) {
      throw notFound("There is no table \"" + table + "\" in " + store.location());
    }
    return currentVersion(table).orElseThrow(() -> absent(table));
  }

  /** As {@link #current}, for one who wants to follow it with another. */
  Pinned pinned(String table) {
    CurrentVersion version = requireVersion(table);
    while (true) {
      Optional<Snapshot> known = cache.snapshot(table, version);
      if (known.isPresent()) {
        return new Pinned(known.get(), version.tag(), version.traffic());
      }
      String key = ObjectNames.snapshot(table, version.number());
      Optional<StoredObject> read = store.read(key);
      if (read.isPresent()) {
        Snapshot snapshot = SnapshotJson.parse(key, version.number(), read.get().content());
        cache.put(table, version, snapshot);
        Traffic traffic = version.traffic().plus(traffic(key, read.get().content().length));
        return new Pinned(snapshot, version.tag(), traffic);
      }
      CurrentVersion again = currentVersion(table).orElseThrow(() -> absent(table));
      if (again.number() == version.number()) {
        throw new AzofException(
            ErrorCode.METADATA_CORRUPT,
            "Table \""
                + table
                + "\" is at version "
                + version.number()
                + ", but its snapshot \""
                + key
                + "\" does not exist in "
                + store.location()
                + "; restore that object");
      }
      version = again; // it was expired and removed meanwhile
    }
  }

  /** What it took to read an object; nothing when it is on this machine. */
  private Traffic traffic(String key, long bytes) {
    return store.localFile(key).isPresent() ? Traffic.NONE : Traffic.ofRequest(bytes);
  }

  /**
   * The snapshot object of a number; empty when there is none. Whether it is a version of the table
   * is for the chain of the current version to say: see {@link VersionChain}.
   */
  public Optional<Snapshot> snapshot(String table, long number) {
    String key = ObjectNames.snapshot(table, number);
    return store.read(key).map(object -> SnapshotJson.parse(key, number, object.content()));
  }

  /** What {@code version.txt} says; empty when there is none. */
  Optional<CurrentVersion> currentVersion(String table) {
    String key = ObjectNames.version(table);
    Optional<StoredObject> known = cache.version(table);
    Optional<StoredObject> object =
        known.isPresent() ? store.refresh(key, known.get()) : store.read(key);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    StoredObject version = object.get();
    cache.put(table, version);
    boolean isKnown = known.isPresent() && known.get().content() == version.content();
    Traffic traffic = traffic(key, isKnown ? 0 : version.content().length);
    return Optional.of(
        new CurrentVersion(number(key, version), version.tag(), version.edition(), traffic));
  }

  private long number(String key, StoredObject object) {
    String text = new String(object.content(), StandardCharsets.UTF_8).strip();
    try {
      long version = Long.parseLong(text);
      if (version > 0 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return version;
      }
    } catch (NumberFormatException e) {
      // said below, as for any other text that is not a version
    }
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    throw new AzofException(
        ErrorCode.METADATA_CORRUPT,
        "\""
            + key
            + "\" in "
            + store.location()
            + " should hold a version number but holds \""
            + shown
            + "\"");
  }

  private AzofException absent(String table) {
    if (!store.exists()) {
      return new AzofException(
          ErrorCode.LAKEHOUSE_NOT_FOUND, "There is no lakehouse at " + store.location());
    }
    if (!store.list(table).objects().isEmpty()) {
      return notFound(
          "\""
              + table
              + "\" in "
              + store.location()
              + " is not a table: its folder holds no "
              + ObjectNames.VERSION);
    }
    return notFound("There is no table \"" + table + "\" in " + store.location());
  }

  private static AzofException notFound(String message) {
    return new AzofException(ErrorCode.TABLE_NOT_FOUND, message);
  }
}
