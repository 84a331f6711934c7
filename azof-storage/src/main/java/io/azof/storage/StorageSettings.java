package io.azof.storage;

import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.objectstore.s3.S3Settings;
import java.time.Duration;

/**
 * How a lakehouse that is not on this machine is reached.
 *
 * @param s3 how S3 is reached
 * @param cache where copies of its data files are kept
 * @param snapshotAgeMax how long a table that was asked for may be taken for current without asking
 *     again; zero: not at all
 */
public record StorageSettings(S3Settings s3, FileCacheSettings cache, Duration snapshotAgeMax) {

  public StorageSettings {
    if (snapshotAgeMax.isNegative()) {
      throw new IllegalArgumentException("snapshots of an age of " + snapshotAgeMax);
    }
  }

  /** What AWS's environment variables and files say; copies in a temporary folder; always asked. */
  public static StorageSettings defaults() {
    return new StorageSettings(S3Settings.defaults(), FileCacheSettings.defaults(), Duration.ZERO);
  }
}
