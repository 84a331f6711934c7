package io.azof.storage.scan;

import io.azof.storage.model.AsOf;
import java.util.List;

/** Stub. */
public record ScanPlan(String table, long version, AsOf asOf, List<String> columns) {}
