package io.azof.storage;

import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.objectstore.s3.S3Settings;

/**
 * How a lakehouse that is not on this machine is reached.
 *
 * @param s3 how S3 is reached
 * @param cache where copies of its data files are kept
 */
public record StorageSettings(S3Settings s3, FileCacheSettings cache) {

  /** What AWS's environment variables and files say; copies in a temporary folder. */
  public static StorageSettings defaults() {
    return new StorageSettings(S3Settings.defaults(), FileCacheSettings.defaults());
  }
}
