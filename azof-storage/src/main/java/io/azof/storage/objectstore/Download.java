package io.azof.storage.objectstore;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;

/**
 * An object that has been copied into a file.
 *
 * @param bytes how long it is
 * @param requests how many times the store was asked for it or for parts of it
 */
public record Download(long bytes, int requests) {

  /**
   * Refuses an object of another length than it must have.
   *
   * @param name of the object, for the message
   * @param stated how long it must be
   * @throws AzofException {@code DATA_FILE_CORRUPT} when it is not
   */
  public static void requireBytes(String name, long stated, long bytes) {
    if (bytes != stated) {
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT,
          name + " has " + bytes + " bytes, but " + stated + " are stated; restore that object");
    }
  }
}
