package io.azof.cli.output;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The widths come from the first rows; the others stream, and a value that is
 * wider than its column stands out rather than being cut.
 */
final class TableFormat implements RowFormat {
  /** How many rows are looked at before the first is written. */
  private static final int LOOKAHEAD_ROWS = 1_000;

  private static final int PADDED_WIDTH_MAX = 60;
  private static final String GAP = "  ";

  @Override
  public void write(Rows rows, Writer out) throws IOException {
    List<OutputColumn> columns = rows.columns();
    int[] widths = new int[columns.size()];
    List<String> header = columns.stream().map(column -> oneLine(column.name())).toList();
    widen(widths, header);
    List<List<String>> first = new ArrayList<>();
    while (first.size() < LOOKAHEAD_ROWS && rows.next()) {
      first.add(row(rows, columns.size()));
      widen(widths, first.get(first.size() - 1));
    }
    line(header, columns, widths, out);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    line(rule, columns, widths, out);
    for (List<String> row : first) {
      line(row, columns, widths, out);
    }
    long count = first.size();
    while (first.size() == LOOKAHEAD_ROWS && rows.next()) {
      line(row(rows, columns.size()), columns, widths, out);
      count++;
    }
    out.write(String.format(Locale.ROOT, "(%d %s)\n", count, count == 1 ? "row" : "rows"));
  }

  private static List<String> row(Rows rows, int columnCount) {
    List<String> row = new ArrayList<>(columnCount);
    for (int i = 0; i < columnCount; i++) {
      row.add(cell(rows.value(i)));
    }
    return row;
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "null" : oneLine(CellText.of(value));
  }

  /** Control characters as escapes, so that no value can break a line or steer a terminal. */
  private static String oneLine(String text) {
    if (text.codePoints().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.toString();
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], Math.min(PADDED_WIDTH_MAX, width(row.get(i))));
    }
  }

  private static void line(List<String> row, List<OutputColumn> columns, int[] widths, Writer out)
      throws IOException {
    for (int i = 0; i < widths.length; i++) {
      String text = row.get(i);
      String padding = " ".repeat(Math.max(0, widths[i] - width(text)));
      boolean last = i == widths.length - 1;
      out.write(i == 0 ? "" : GAP);
      out.write(columns.get(i).numeric() ? padding + text : last ? text : text + padding);
    }
    out.write('\n');
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
