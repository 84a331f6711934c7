package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.FileFacts;
import io.azof.storage.parquet.RowFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A finished data file on this machine's disk that is not part of any table yet. Whoever staged it
 * closes it, which removes it; what was put into a store stays there. Files of a process that was
 * killed stay behind and do no harm.
 *
 * @param facts what is known of its content. Without a {@code _seq} column the sequences are those
 *     of the commit that brings it, and 0 here
 * @param hasSequences whether it has a {@code _seq} column
 */
public record StagedFile(Path path, FileFacts facts, boolean hasSequences)
    implements AutoCloseable {
  private static final int CHECKSUM_BYTES = 1 << 20;

  /**
   * @param file the finished file
   */
  static StagedFile of(Path file, RowFacts rows, int schemaId) {
    try {
      return new StagedFile(
          file,
          new FileFacts(
              rows.rows(),
              Files.size(file),
              rows.minKey(),
              rows.maxKey(),
              rows.minEventTime(),
              rows.maxEventTime(),
              rows.deletes(),
              rows.hasNulls(),
              rows.minSequence(),
              rows.maxSequence(),
              schemaId,
              crc32c(file)),
          rows.hasSequences());
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read " + file + " again: " + e.getMessage(), e);
    }
  }

  private static String crc32c(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(CHECKSUM_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(bytes) >= 0) {
        checksum.update(bytes.flip());
        bytes.clear();
      }
    }
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  /**
   * The file as a snapshot lists it.
   *
   * @param name the object's name within the table's folder
   * @param sequence the version of the commit that brings it; of no account for a file that has its
   *     rows' sequences in a column
   */
  public DataFile dataFile(String name, long sequence) {
    return new DataFile(name, hasSequences ? facts : facts.withSequence(sequence));
  }

  /** Removes the file. */
  @Override
  public void close() {
    remove(path);
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot remove " + file + ": " + e.getMessage(), e);
    }
  }
}
