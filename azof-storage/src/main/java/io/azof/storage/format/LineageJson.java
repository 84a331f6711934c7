package io.azof.storage.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a snapshot comes from: docs/FORMAT.md, Lineage. */
final class LineageJson {
  private LineageJson() {}

  static Lineage read(JsonPlace snapshot) {
    List<Ancestor> history = new ArrayList<>();
    for (JsonPlace ancestor : snapshot.optionalList("history")) {
      history.add(
          ancestor.checked(
              () ->
                  new Ancestor(
                      ancestor.number("version"),
                      instant(ancestor, "committed_at"),
                      new Operation(ancestor.text("operation")))));
    }
    return snapshot.checked(
        () ->
            new Lineage(
                snapshot.text("table_id"),
                snapshot.number("parent", 0),
                snapshot.text("commit_id"),
                instant(snapshot, "committed_at"),
                new Operation(snapshot.text("operation")),
                snapshot.texts("summary"),
                snapshot.number("retained_from"),
                history));
  }

  private static Instant instant(JsonPlace place, String field) {
    return Instant.ofEpochMilli(place.time(field).epochMillis());
  }

  static void write(Lineage lineage, ObjectNode target) {
    target.put("table_id", lineage.tableId());
    if (lineage.parent() > 0) {
      target.put("parent", lineage.parent());
    }
    target.put("commit_id", lineage.commitId());
    target.put("committed_at", text(lineage.committedAt()));
    target.put("operation", lineage.operation().word());
    write(lineage.summary(), target.putObject("summary"));
    target.put("retained_from", lineage.retainedFrom());
    ArrayNode history = target.putArray("history");
    for (Ancestor ancestor : lineage.history()) {
      history
          .addObject()
          .put("version", ancestor.version())
          .put("committed_at", text(ancestor.committedAt()))
          .put("operation", ancestor.operation().word());
    }
  }

  /** In the order of their names, so that equal snapshots are equal bytes. */
  static void write(Map<String, String> texts, ObjectNode target) {
    new TreeMap<>(texts).forEach(target::put);
  }

  private static String text(Instant instant) {
    return EventTime.of(instant).toString();
  }
}
