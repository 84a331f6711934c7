package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A finished data file on this machine's disk that is not part of any table yet. Whoever staged it
 * closes it, which removes it; what was put into a store stays there.
 *
 * @param facts what is known of its content; without a {@code _seq} column the sequences are those
 *     of the commit that brings it, and 0 here
 * @param hasSequences whether it has a {@code _seq} column
 */
public record StagedFile(Path path, FileFacts facts, boolean hasSequences)
    implements AutoCloseable {

  /**
   * The file as a snapshot lists it.
   *
   * @param name the object's name within the table's folder
   * @param sequence the version of the commit that brings it; of no account for a file that has its
   *     sequences in a column
   */
  public DataFile dataFile(String name, long sequence) {
    return new DataFile(name, hasSequences ? facts : facts.withSequence(sequence));
  }

  /** Removes the file. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot remove " + path + ": " + e.getMessage(), e);
    }
  }
}
