package io.azof.cli;

import io.azof.storage.model.AsOf;
import io.azof.storage.model.TableSchema;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A scan as SQL that orders it by key: the engine sorts within its memory limit and spills beyond
 * it, which a scan by itself cannot.
 */
final class OrderedScan {
  private OrderedScan() {}

  static String sql(String table, Schema columns, AsOf asOf) {
    String names =
        columns.getFields().stream()
            .map(Field::getName)
            .map(OrderedScan::quoted)
            .collect(Collectors.joining(", "));
    String time = asOf.equals(AsOf.LATEST) ? "" : " FOR EVENT_TIME AS OF '" + asOf + "'";
    return "SELECT "
        + names
        + " FROM "
        + quoted(table)
        + time
        + " ORDER BY "
        + quoted(TableSchema.KEY);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
