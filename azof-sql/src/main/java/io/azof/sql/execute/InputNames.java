package io.azof.sql.execute;

import java.util.HashMap;
import java.util.Map;

/** Names for the inputs of a query and of those within it, no two alike. */
final class InputNames {
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param kind what the input is
   */
  String next(String kind) {
    return kind + "_" + counts.merge(kind, 1, Integer::sum);
  }
}
