package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A file to import.
 *
 * @param name the path as it was given, for messages
 * @param bytes its size
 * @param isParquet whether it is Parquet, by its first bytes or its name; else it is CSV
 */
record InputFile(Path path, String name, long bytes, boolean isParquet) {
  private static final String PARQUET = "PAR1";

  /** How files start that hold others, in ISO 8859-1. */
  private static final Map<String, String> PACKED =
      Map.of("\u001F\u008B", "gzip", "PK\u0003\u0004", "zip", "(\u00B5/\u00FD", "zstd");

  /**
   * Looks at a file.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when there is none, or it is packed, {@code
   *     STORE_FAILED} when it cannot be read
   */
  static InputFile of(Path path) {
    String name = path.toString();
    if (!Files.exists(path)) {
      throw invalid("There is no file " + name);
    }
    if (!Files.isRegularFile(path)) {
      throw invalid(name + " is no file that can be imported; name its files one by one");
    }
    try (InputStream in = Files.newInputStream(path)) {
      String start = new String(in.readNBytes(PARQUET.length()), StandardCharsets.ISO_8859_1);
      PACKED.forEach(
          (magic, format) -> {
            if (start.startsWith(magic)) {
              throw invalid(name + " is packed with " + format + "; unpack it first");
            }
          });
      boolean isParquet =
          start.equals(PARQUET) || name.toLowerCase(Locale.ROOT).endsWith(".parquet");
      return new InputFile(path, name, Files.size(path), isParquet);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}
