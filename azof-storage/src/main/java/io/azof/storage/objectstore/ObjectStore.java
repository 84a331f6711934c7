package io.azof.storage.objectstore;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Bytes by key: the seam below which stores differ. Few verbs, each with one answer for each case;
 * what has a default does the same as others in a way that a store may know better.
 *
 * <p>Keys are relative to the store's root, segments parted by {@code /}, never empty, never
 * starting with {@code /}, no segment {@code .} or {@code ..}; anything else is an {@link
 * IllegalArgumentException}. Objects are whole or absent: no reader ever sees half of one. All
 * methods may be called from any thread. Whatever the store itself gets wrong (permissions, a disk,
 * a network) is an {@link io.azof.error.AzofException} of code {@code STORE_FAILED} that names the
 * object. A write that throws may have taken effect, or may take effect later.
 */
public interface ObjectStore {

  /** Where this store is, for messages: a path or a URI, without secrets. */
  String location();

  /** Whether anything is there at all: the root folder exists, or an object lies under it. */
  boolean exists();

  /** The whole object and its tag, or empty when there is none. For small objects. */
  Optional<StoredObject> read(String key);

  /**
   * The object as it is now, when it was read before.
   *
   * @param known what was read then
   * @return {@code known} itself when the object still has its tag and its edition; empty when
   *     there is none
   */
  default Optional<StoredObject> refresh(String key, StoredObject known) {
    return read(key);
  }

  /**
   * Copies the whole object into a file. When it throws, the file may hold a part of it.
   *
   * @param file is made, or overwritten
   * @param size is told how many bytes it will be, once and before they are written; when it
   *     throws, nothing is written and this throws the same
   * @return empty when there is no such object
   */
  default Optional<Download> download(String key, Path file, LongConsumer size) {
    Optional<StoredObject> object = read(key);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    byte[] content = object.get().content();
    size.accept(content.length);
    try {
      Files.write(file, content);
      return Optional.of(new Download(content.length, 1));
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "Cannot copy \"" + key + "\" to " + file + ": " + e.getMessage(),
          e);
    }
  }

  /**
   * Copies the whole object into a file, when it is known how long it is, so that a store can ask
   * for all parts of it at once. When it throws, the file may hold a part of it.
   *
   * @param bytes how long the object must be
   * @param file is made, or overwritten
   * @return empty when there is no such object
   * @throws io.azof.error.AzofException {@code DATA_FILE_CORRUPT} when it has another length
   */
  default Optional<Download> download(String key, long bytes, Path file) {
    String name = "\"" + key + "\" in " + location();
    return download(key, file, found -> Download.requireBytes(name, bytes, found));
  }

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
   * Makes the object out of a finished file, if there is none of that name; an existing one stays
   * as it is. For data files, which can be large. Then the object outlives a crash, as those of
   * {@link #createIfAbsent} do. The file can be deleted, but must not be changed any more: the
   * object may be the same bytes on disk.
   *
   * @return whether it was made; false when one exists
   */
  default boolean createFromFile(String key, Path file) {
    ObjectKey.require(key);
    try {
      return createIfAbsent(key, Files.readAllBytes(file)).isPresent();
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "Cannot create \"" + key + "\" from " + file + ": " + e.getMessage(),
          e);
    }
  }

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

  /**
   * Where on this machine's disk a file grows that shall become an object; the folder need not
   * exist. Other processes may have files of theirs there.
   */
  default Path stagingFolder() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "azof-staging-" + System.getProperty("user.name"));
  }
}
