package io.azof.cli.output;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object per row and line; numbers and booleans plain, everything else as text. */
final class JsonLinesFormat implements RowFormat {
  @Override
  public void write(Rows rows, Writer out) throws IOException {
    List<String> names =
        rows.columns().stream().map(column -> quoted(column.name()) + ":").toList();
    while (rows.next()) {
      out.write('{');
      for (int i = 0; i < names.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        out.write(names.get(i));
        out.write(json(rows.value(i)));
      }
      out.write("}\n");
    }
  }

  private static String json(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    String text = CellText.of(value);
    return isPlain(value) ? text : quoted(text);
  }

  /** JSON has no infinite numbers and no NaN: those are texts. */
  private static boolean isPlain(Object value) {
    return value instanceof Double number
        ? Double.isFinite(number)
        : value instanceof Number || value instanceof Boolean;
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }
}
