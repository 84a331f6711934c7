package io.azof.storage.maintain;

import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.Column;
import io.azof.storage.parquet.FileSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows of the files on the way to an event time, as a query.
 *
 * @param name what the inputs' names start with
 * @param files in the order of ties
 * @param columns the value columns that are looked at
 */
record PathRows(String name, List<PathInput> files, List<Column> columns) {
  PathRows {
    files = List.copyOf(files);
    columns = List.copyOf(columns);
  }

  /**
   * @param schema how the file has the columns of the version that is looked at
   */
  record PathInput(SoundFile file, FileSchema schema) {}

  Map<String, QueryInput> inputs() {
    Map<String, QueryInput> inputs = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      PathInput input = files.get(i);
      int rank = i;
      inputs.put(
          name + i,
          allocator -> new StoredRows(input.file(), input.schema(), rank, columns, allocator));
    }
    return inputs;
  }

  /** The columns of {@link StoredRows}; deletes have no values. */
  String sql() {
    String values =
        columns.stream()
            .map(StoredRows::name)
            .map(column -> ", CASE WHEN d THEN NULL ELSE " + column + " END AS " + column)
            .collect(Collectors.joining());
    return IntStream.range(0, files.size())
        .mapToObj(i -> "SELECT k, t, s, d, p" + values + " FROM " + name + i)
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** The newest row of each key that is not after a time, deletes included. */
  String newest(long boundMillis) {
    return "SELECT * EXCLUDE (p) FROM ("
        + sql()
        + ") WHERE t <= "
        + boundMillis
        + " QUALIFY row_number() OVER (PARTITION BY k ORDER BY t DESC, s DESC, p) = 1";
  }
}
