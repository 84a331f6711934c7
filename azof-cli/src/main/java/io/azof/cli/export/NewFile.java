package io.azof.cli.export;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A file that appears under its name when it is whole, or never. Replaces none. */
public final class NewFile {
  private NewFile() {}

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the channel stays the caller's. */
    void write(FileChannel channel) throws IOException;
  }

  /** What writes text. */
  @FunctionalInterface
  public interface Text {
    void write(Writer out) throws IOException;
  }

  /**
   * Refuses a place where there is something already.
   *
   * @throws AzofException {@code ARGUMENT_INVALID}
   */
  public static void requireFree(Path target) {
    if (Files.exists(target)) {
      throw exists(target);
    }
  }

  /**
   * Writes text in UTF-8.
   *
   * @throws AzofException as {@link #write}
   */
  public static void writeText(Path target, Text text) {
    write(
        target,
        channel -> {
          Writer out =
              new BufferedWriter(
                  new OutputStreamWriter(
                      Channels.newOutputStream(channel), StandardCharsets.UTF_8));
          text.write(out);
          out.flush();
        });
  }

  /**
   * Writes all batches of a reader in the file format of Arrow. The reader stays the caller's.
   *
   * @throws AzofException as {@link #write}; what the reader throws
   */
  public static void writeArrow(Path target, ArrowReader rows) {
    write(
        target,
        channel -> {
          VectorSchemaRoot batch = rows.getVectorSchemaRoot();
          try (ArrowFileWriter writer = new ArrowFileWriter(batch, rows, channel)) {
            writer.start();
            while (rows.loadNextBatch()) {
              writer.writeBatch();
            }
            writer.end();
          }
        });
  }

  /**
   * Writes a file.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it exists, {@code STORE_FAILED} when it
   *     cannot be written; what {@code content} throws. Then nothing is left behind
   */
  public static void write(Path target, Content content) {
    requireFree(target);
    Path unfinished =
        target.resolveSibling("." + target.getFileName() + "-" + ProcessHandle.current().pid());
    try {
      try (FileChannel channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.write(channel);
        if (channel.isOpen()) {
          channel.force(true);
        }
        Files.createLink(target, unfinished); // unlike a move, fails when the target exists
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(target);
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  static AzofException exists(Path target) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID, target + " exists already; name another one, or remove it");
  }

  static AzofException failed(Path target, IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (e instanceof AccessDeniedException) {
      reason = "permission denied";
    } else if (e instanceof NoSuchFileException) {
      reason = "its folder does not exist";
    }
    return new AzofException(ErrorCode.STORE_FAILED, "Cannot write " + target + ": " + reason, e);
  }
}
