package io.azof.cli.output;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header line; lines end with a line feed only, as other Unix tools do it. */
final class CsvFormat implements RowFormat {
  @Override
  public void write(Rows rows, Writer out) throws IOException {
    List<OutputColumn> columns = rows.columns();
    for (int i = 0; i < columns.size(); i++) {
      cell(columns.get(i).name(), i, out);
    }
    out.write('\n');
    while (rows.next()) {
      for (int i = 0; i < columns.size(); i++) {
        cell(rows.value(i), i, out);
      }
      out.write('\n');
    }
  }

  private static void cell(@Nullable Object value, int column, Writer out) throws IOException {
    if (column > 0) {
      out.write(',');
    }
    if (value == null) {
      return;
    }
    String text = CellText.of(value);
    if (needsQuotes(text)) {
      out.write('"');
      out.write(text.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(text);
    }
  }

  private static boolean needsQuotes(String text) {
    return text.isEmpty()
        || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
  }
}
