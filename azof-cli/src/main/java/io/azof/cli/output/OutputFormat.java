package io.azof.cli.output;

import java.io.IOException;
import java.io.Writer;

/** The forms in which rows can be written. */
public enum OutputFormat {
  /** Aligned columns, for people. */
  TABLE,
  /** RFC 4180 with a header line: a null is nothing at all, an empty text is {@code ""}. */
  CSV,
  /** One JSON object per row, each on a line of its own. */
  JSON;

  /**
   * Writes all rows and flushes.
   *
   * @throws IOException when the output takes no more
   */
  public void write(Rows rows, Writer out) throws IOException {
    RowFormat format =
        switch (this) {
          case TABLE -> new TableFormat();
          case CSV -> new CsvFormat();
          case JSON -> new JsonLinesFormat();
        };
    format.write(rows, out);
    out.flush();
  }
}
