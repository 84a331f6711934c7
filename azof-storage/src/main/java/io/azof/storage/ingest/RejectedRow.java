package io.azof.storage.ingest;

/**
 * A row that cannot be imported.
 *
 * @param file the name of the file
 * @param line the line of a CSV file on which the row starts, or the number of a Parquet file's
 *     row, from 1 on
 * @param reason what is wrong with it, without its place
 * @param text the row as it stands in a CSV file, with U+FFFD for what is not UTF-8; a Parquet
 *     file's row in the form of CSV
 */
public record RejectedRow(String file, long line, String reason, String text) {
  @Override
  public String toString() {
    return file + ", line " + line + ": " + reason;
  }
}
