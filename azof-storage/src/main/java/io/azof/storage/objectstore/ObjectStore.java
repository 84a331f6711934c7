package io.azof.storage.objectstore;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Bytes by key: the seam below which stores differ. Six verbs, each with one answer for each case.
 *
 * <p>Keys are relative to the store's root, segments parted by {@code /}, never empty, never
 * starting with {@code /}, no segment {@code .} or {@code ..}; anything else is an {@link
 * IllegalArgumentException}. Objects are whole or absent: no reader ever sees half of one. All
 * methods may be called from any thread. Whatever the store itself gets wrong (permissions, a disk,
 * a network) is an {@link io.azof.error.AzofException} of code {@code STORE_FAILED} that names the
 * object.
 */
public interface ObjectStore {

  /** Where this store is, for messages: a path or a URI, without secrets. */
  String location();

  /** Whether anything is there at all: the root folder exists, or an object lies under it. */
  boolean exists();

  /** The whole object and its tag, or empty when there is none. For small objects. */
  Optional<StoredObject> read(String key);

  /**
   * Bytes {@code [offset, offset + length)} of an object; fewer when it ends before, none when it
   * starts after.
   *
   * @return empty when there is no such object
   * @throws IllegalArgumentException for a negative offset or length
   */
  Optional<byte[]> readRange(String key, long offset, int length);

  /**
   * Makes the object, if there is none of that name; an existing one stays as it is.
   *
   * @return the new object's tag, or empty when one exists
   */
  Optional<String> createIfAbsent(String key, byte[] content);

  /**
   * Replaces the object, if it still has that tag.
   *
   * @return the new tag, or empty when the tag differs or there is no such object
   */
  Optional<String> replaceIfMatch(String key, byte[] content, String tag);

  /**
   * What lies directly in a folder.
   *
   * @param folder a key, or {@code ""} for the root
   * @return names in order; empty lists when there is no such folder
   */
  Listing list(String folder);

  /** Removes the object; when there is none, nothing happens. */
  void delete(String key);

  /** The file that an object already is on this machine's disk; empty when it is not. */
  Optional<Path> localFile(String key);
}
