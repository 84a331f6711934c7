package io.azof.sql.execute;

import io.azof.sql.plan.LakehouseScan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A query for the engine.
 *
 * @param sql its text
 * @param inputs the scans that it reads, by the names that the text uses
 */
public record EngineQuery(String sql, Map<String, LakehouseScan> inputs) {
  public EngineQuery {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }
}
