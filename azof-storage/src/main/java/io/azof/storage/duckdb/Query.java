package io.azof.storage.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query as it is asked: kept whole, because a failed one is run once more for its error.
 *
 * <p>The engine knows nothing of the rows of a stream before it reads them. In what order to join
 * two does not matter much; but of several it takes any order, as if each had one row, and may
 * compute the product of large ones. So the inputs of a query that has several are first kept as
 * temporary tables, which it can count; they spill to disk as everything does.
 */
record Query(
    String sql,
    Map<String, ? extends QueryInput> inputs,
    List<? extends @Nullable Object> parameters) {
  private static final int KEPT_INPUTS_MIN = 3;

  Query {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /** Whether the text is one query for certain, by its looks, and has no question marks. */
  boolean isSelect() {
    return parameters.isEmpty() && sql.startsWith("SELECT ") && sql.indexOf(';') < 0;
  }

  /** Whether the inputs become temporary tables first. */
  boolean keepsInputs() {
    return inputs.size() >= KEPT_INPUTS_MIN;
  }

  /** What the stream of an input is called. */
  String streamName(String input) {
    return keepsInputs() ? input + " stream" : input;
  }

  /** The statement that makes an input a temporary table. */
  String keepingSql(String input) {
    return "CREATE TEMP TABLE " + quoted(input) + " AS FROM " + quoted(streamName(input));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
