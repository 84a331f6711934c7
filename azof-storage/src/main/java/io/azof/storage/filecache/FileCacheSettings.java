package io.azof.storage.filecache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where copies of remote data files are kept.
 *
 * @param folder may be shared with other processes, and is kept; empty: one of our own in the
 *     system's directory for temporary files, which goes with the cache
 * @param bytesMax how much all copies in it may take
 * @param downloadsMax how many files are fetched at the same time
 * @param roomWait how long a scan whose files do not fit waits for others to let go of theirs
 */
public record FileCacheSettings(
    Optional<Path> folder, long bytesMax, int downloadsMax, Duration roomWait) {
  public FileCacheSettings {
    if (bytesMax < 1 || downloadsMax < 1 || roomWait.isNegative()) {
      throw new IllegalArgumentException(
          bytesMax + " bytes, " + downloadsMax + " downloads, wait " + roomWait);
    }
  }

  /** A temporary folder, 10 GiB, 32 downloads, 30 seconds. */
  public static FileCacheSettings defaults() {
    return new FileCacheSettings(Optional.empty(), 10L << 30, 32, Duration.ofSeconds(30));
  }

  /** The same bounds, in a folder that goes with the cache. */
  public FileCacheSettings withTemporaryFolder() {
    return new FileCacheSettings(Optional.empty(), bytesMax, downloadsMax, roomWait);
  }
}
