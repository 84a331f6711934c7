package io.azof.server;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A table {@code t} whose only row has as its number {@code n} the day of January 2024. */
final class DailyTable {
  private DailyTable() {}

  /** Makes the lakehouse and the table; each day is a version of its own. */
  static void write(Path folder, int days) {
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      TableSchema schema = new TableSchema(List.of(new Column("n", ColumnType.INT, true)));
      lakehouse.createTable("t", schema, Map.of());
      for (long day = 1; day <= days; day++) {
        try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
          writer.put("k", EventTime.parse(date(day)), Map.of("n", day));
          writer.commit();
        }
      }
    }
  }

  /** The date from which on the number is that of the day. */
  static String date(long day) {
    return day < 10 ? "2024-01-0" + day : "2024-01-" + day;
  }
}
