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

/** Loads snapshots: two small reads, {@code version.txt} and then {@code sN.json}. */
public final class SnapshotReader {
  private final ObjectStore store;

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
    long version = currentVersion(table);
    String key = ObjectNames.snapshot(table, version);
    StoredObject snapshot =
        store
            .read(key)
            .orElseThrow(
                () ->
                    new AzofException(
                        ErrorCode.METADATA_CORRUPT,
                        "Table \""
                            + table
                            + "\" is at version "
                            + version
                            + ", but its snapshot \""
                            + key
                            + "\" does not exist in "
                            + store.location()
                            + "; restore that object"));
    return SnapshotJson.parse(key, version, snapshot.content());
  }

  private long currentVersion(String table) {
    if (!ObjectKey.isName(table)) {
      throw notFound("There is no table \"" + table + "\" in " + store.location());
    }
    String key = ObjectNames.version(table);
    StoredObject object = store.read(key).orElseThrow(() -> absent(table));
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
