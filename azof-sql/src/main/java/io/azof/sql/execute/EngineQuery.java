package io.azof.sql.execute;

import io.azof.sql.plan.LakehouseScan;
import io.azof.sql.plan.SystemScan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A query for the engine.
 *
 * @param sql its text
 * @param inputs the scans that it reads, by the names that the text uses
 * @param joins the temporal joins that it reads, by the names that the text uses
 * @param systemInputs the system tables that it reads, by the names that the text uses
 */
public record EngineQuery(
    String sql,
    Map<String, LakehouseScan> inputs,
    Map<String, VersionJoin> joins,
    Map<String, SystemScan> systemInputs) {
  public EngineQuery {
    systemInputs = Map.copyOf(systemInputs);
    joins = Collections.unmodifiableMap(new LinkedHashMap<>(joins));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }
}
