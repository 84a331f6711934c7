package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectKey;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Loads snapshots: two small reads, {@code version.txt} and then {@code sN.json}; of a table that
 * was loaded before, only whether {@code version.txt} has changed.
 */
public final class SnapshotReader {
  private final ObjectStore store;
  private final SnapshotCache cache = new SnapshotCache();

  public SnapshotReader(ObjectStore store) {
    this.store = store;
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
      Optional<Snapshot> snapshot = committed(table, version.number());
      if (snapshot.isPresent()) {
        return new Pinned(snapshot.get(), version.tag());
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
                + ObjectNames.snapshot(table, version.number())
                + "\" does not exist in "
                + store.location()
                + "; restore that object");
      }
      version = again; // it was expired and removed meanwhile
    }
  }

  /** The snapshot of a version, which is that one for ever; empty when it is there no more. */
  private Optional<Snapshot> committed(String table, long version) {
    Optional<Snapshot> known = cache.snapshot(table, version);
    if (known.isPresent()) {
      return known;
    }
    Optional<Snapshot> read = snapshot(table, version);
    read.ifPresent(snapshot -> cache.put(table, snapshot));
    return read;
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
    object.ifPresent(version -> cache.put(table, version));
    return object.map(version -> new CurrentVersion(number(key, version), version.tag()));
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
