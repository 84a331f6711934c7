package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes rejected rows to a CSV file with the columns {@code file}, {@code line}, {@code reason}
 * and {@code row}. A file without rows says that none was rejected.
 */
public final class RejectFile implements Rejects, AutoCloseable {
  private final Path file;
  private final Writer out;

  private RejectFile(Path file, Writer out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens the file, and replaces what was there; the receiver closes it.
   *
   * @param inputs the files that are imported, none of which is replaced
   * @throws AzofException {@code ARGUMENT_INVALID} when it is one of the inputs, {@code
   *     STORE_FAILED} when it cannot be written, here and later
   */
  public static RejectFile open(Path file, List<Path> inputs) {
    try {
      for (Path input : inputs) {
        if (Files.exists(file) && Files.isSameFile(file, input)) {
          throw new AzofException(
              ErrorCode.ARGUMENT_INVALID,
              "Rejected rows cannot be written to " + file + ", which is to be imported");
        }
      }
      RejectFile rejects =
          new RejectFile(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
      rejects.write("file,line,reason,row\n");
      return rejects;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  @Override
  public void add(RejectedRow row) {
    write(
        CsvText.quoted(row.file())
            + ','
            + row.line()
            + ','
            + CsvText.quoted(row.reason())
            + ','
            + CsvText.quoted(row.text())
            + '\n');
  }

  private void write(String line) {
    try {
      out.write(line);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static AzofException failed(Path file, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot write rejected rows to " + file + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}
