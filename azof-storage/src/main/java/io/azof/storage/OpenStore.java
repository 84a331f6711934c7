package io.azof.storage;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.objectstore.s3.S3ObjectStore;
import io.azof.storage.objectstore.s3.S3Settings;
import java.net.URI;
import java.nio.file.Path;

/**
 * A store and what is to be done when nobody needs it any more.
 *
 * @param asked whether it tells for free that nothing is there
 */
record OpenStore(ObjectStore store, boolean asked, Runnable release) implements AutoCloseable {

  /** A store that stays open: somebody else closes it. */
  static OpenStore of(ObjectStore store) {
    return new OpenStore(store, true, () -> {});
  }

  /**
   * Opens the store at a path or a URI; the receiver closes it.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when the text is no place, or of a kind that is
   *     not known
   */
  static OpenStore open(String location, S3Settings settings) {
    try {
      if (location.startsWith("s3:") || location.startsWith("s3a:")) {
        S3ObjectStore s3 = S3ObjectStore.open(location, settings);
        return new OpenStore(s3, false, s3::close);
      }
      if (location.equals("memory:")) {
        return of(new MemoryObjectStore());
      }
      if (location.startsWith("file:")) {
        return of(new LocalObjectStore(Path.of(URI.create(location))));
      }
      if (location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        throw new IllegalArgumentException(
            "only paths and URIs that start with file:, s3: or memory: are known");
      }
      return of(new LocalObjectStore(Path.of(location)));
    } catch (IllegalArgumentException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot open the lakehouse \"" + location + "\": " + e.getMessage(),
          e);
    }
  }

  /** Fails when nothing is there, unless that would take a request. */
  OpenStore requireExistingIfAsked() {
    if (asked) {
      requireExisting();
    }
    return this;
  }

  void requireExisting() {
    if (!store.exists()) {
      throw new AzofException(
          ErrorCode.LAKEHOUSE_NOT_FOUND, "There is no lakehouse at " + store.location());
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
