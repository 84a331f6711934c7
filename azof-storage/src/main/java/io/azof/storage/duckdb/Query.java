package io.azof.storage.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query as it is asked: kept whole, because a failed one is run once more for its error. */
record Query(
    String sql,
    Map<String, ? extends QueryInput> inputs,
    List<? extends @Nullable Object> parameters) {
  Query {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }
}
