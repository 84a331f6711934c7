package io.azof.cli.output;

import java.io.IOException;
import java.io.Writer;

/** The forms in which rows can be written. */
public enum OutputFormat {
  /** Aligned columns, for people. */
  TABLE(new TableFormat()),
  /** RFC 4180 with a header line: a null is nothing at all, an empty text is {@code ""}. */
  CSV(new CsvFormat()),
  /** One JSON object per row, each on a line of its own. */
  JSON(new JsonLinesFormat());

  private final RowFormat format;

  OutputFormat(RowFormat format) {
    this.format = format;
  }

  /**
   * Writes all rows and flushes.
   *
   * @throws IOException when the output takes no more
   */
  public void write(Rows rows, Writer out) throws IOException {
    format.write(rows, out);
    out.flush();
  }
}
