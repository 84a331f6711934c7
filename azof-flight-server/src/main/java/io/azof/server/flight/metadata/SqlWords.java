package io.azof.server.flight.metadata;

import java.util.List;

/** The words of the dialect that tools ask for. */
final class SqlWords {
  /** What the dialect adds to the words of SQL:2003. */
  static final List<String> KEYWORDS =
      List.of("EVENT_TIME", "EXPLAIN", "LIMIT", "QUALIFY", "SYSTEM_TIME");

  static final List<String> NUMERIC_FUNCTIONS =
      List.of(
          "ABS", "ACOS", "ASIN", "ATAN", "CEILING", "COS", "DEGREES", "EXP", "FLOOR", "LN", "LOG10",
          "MOD", "POWER", "RADIANS", "ROUND", "SIGN", "SIN", "SQRT", "TAN");

  static final List<String> STRING_FUNCTIONS =
      List.of("CHAR_LENGTH", "LOWER", "POSITION", "REPLACE", "SUBSTRING", "TRIM", "UPPER");

  static final List<String> SYSTEM_FUNCTIONS = List.of("COALESCE", "NULLIF");

  static final List<String> DATETIME_FUNCTIONS =
      List.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "EXTRACT");

  private SqlWords() {}
}
