package io.azof.cli;

import io.azof.storage.Table;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table as a page of text: what it holds and where. */
final class TableDescription {
  private final StringBuilder text = new StringBuilder();

  private TableDescription() {}

  static String text(Table table) {
    TableDescription description = new TableDescription();
    description.head(table);
    description.columns(table.schema());
    description.segments(table.snapshot().segments());
    return description.text.toString();
  }

  private void head(Table table) {
    line("table    %s", table.name());
    line("version  %d", table.version());
  }

  private void columns(TableSchema schema) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(TableSchema.KEY, ColumnType.STRING, false));
    columns.add(new Column(TableSchema.EVENT_TIME, ColumnType.DATE_TIME, false));
    columns.addAll(schema.columns());
    int width = columns.stream().mapToInt(column -> column.name().length()).max().orElse(0);
    line("");
    line("columns");
    for (Column column : columns) {
      line(
          "  %-" + width + "s  %-8s  %s",
          column.name(),
          column.type().formatName(),
          column.nullable() ? "nullable" : "not null");
    }
  }

  private void segments(List<Segment> segments) {
    line("");
    line("segments");
    for (int i = 0; i < segments.size(); i++) {
      segment(segments.get(i), "", i == segments.size() - 1);
    }
  }

  /** The segment itself, then its files, base first, then the segments below it. */
  private void segment(Segment segment, String indent, boolean last) {
    node(indent, last, segment.id() + "  " + segment.range());
    String below = indent + (last ? "   " : "│  ");
    List<String> files = new ArrayList<>();
    if (segment.base() != null) {
      files.add("base   " + segment.base().name());
    }
    for (DeltaFile delta : segment.deltas()) {
      files.add("delta  " + delta.name() + "  " + delta.range());
    }
    for (int i = 0; i < files.size(); i++) {
      node(below, i == files.size() - 1 && segment.children().isEmpty(), files.get(i));
    }
    for (int i = 0; i < segment.children().size(); i++) {
      segment(segment.children().get(i), below, i == segment.children().size() - 1);
    }
  }

  private void node(String indent, boolean last, String what) {
    line("%s%s%s", indent, last ? "└─ " : "├─ ", what);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
