package io.azof.cli.output;

import java.io.IOException;
import java.io.Writer;

/** Writes rows as text, row by row. */
interface RowFormat {
  /**
   * Writes all rows and what stands around them. Does not flush and closes nothing.
   *
   * @throws IOException when the output takes no more
   */
  void write(Rows rows, Writer out) throws IOException;
}
