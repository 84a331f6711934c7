package io.azof.storage.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.ColumnType.Kind;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The schema of a snapshot: docs/FORMAT.md, Columns. */
final class SchemaJson {
  private SchemaJson() {}

  static TableSchema read(JsonPlace snapshot) {
    JsonPlace schema = snapshot.object("schema");
    if (schema == null) {
      throw snapshot.corrupt("has no \"schema\"", null);
    }
    List<Column> columns = new ArrayList<>();
    for (JsonPlace column : schema.list("columns")) {
      columns.add(column(column));
    }
    int id = schema.smallNumber("id", 1);
    int lastColumnId = schema.smallNumber("last_column_id", 0);
    return schema.checked(() -> new TableSchema(id, lastColumnId, columns));
  }

  private static Column column(JsonPlace place) {
    String name = place.text("name");
    ColumnType type = type(place, place.text("data_type"), name);
    boolean nullable = place.flag("nullable");
    int id = place.smallNumber("id", 0);
    String physicalName = place.has("physical_name") ? place.text("physical_name") : name;
    int since = place.smallNumber("since", 1);
    return place.checked(
        () ->
            new Column(
                id,
                name,
                type,
                nullable,
                physicalName,
                since,
                place.optionalText("default"),
                place.optionalText("doc")));
  }

  private static ColumnType type(JsonPlace place, String formatName, String column) {
    return ColumnType.ofFormatName(formatName)
        .orElseThrow(
            () ->
                place.unsupported(
                    "gives column \""
                        + column
                        + "\" the unknown type \""
                        + formatName
                        + "\"; known are "
                        + Arrays.stream(Kind.values())
                            .map(k -> k == Kind.DECIMAL ? "Decimal(p,s)" : k.formatName())
                            .collect(Collectors.joining(", "))));
  }

  static void write(TableSchema schema, ObjectNode target) {
    target.put("id", schema.id());
    target.put("last_column_id", schema.lastColumnId());
    ArrayNode columns = target.putArray("columns");
    for (Column column : schema.columns()) {
      ObjectNode node = columns.addObject();
      node.put("name", column.name());
      node.put("data_type", column.type().formatName());
      node.put("nullable", column.nullable());
      node.put("id", column.id());
      if (!column.physicalName().equals(column.name())) {
        node.put("physical_name", column.physicalName());
      }
      if (column.since() > 1) {
        node.put("since", column.since());
      }
      if (column.defaultValue() != null) {
        node.put("default", column.defaultValue());
      }
      if (column.doc() != null) {
        node.put("doc", column.doc());
      }
    }
  }
}
