package io.azof.sql.testing;

import java.util.List;

/** What stands in FROM, and the columns that it has. */
record RandomSource(String sql, List<Named> columns) {
  /** A type, and literals of values that columns have. */
  enum Kind {
    INTEGER("1", "2"),
    TEXT("'a'", "'b'"),
    TRUTH("TRUE", "FALSE"),
    TIME("TIMESTAMP '2021-01-02 00:00:00'", "TIMESTAMP '2021-01-04 00:00:00'");

    private final List<String> literals;

    Kind(String... literals) {
      this.literals = List.of(literals);
    }

    List<String> literals() {
      return literals;
    }
  }

  record Named(String name, Kind kind) {}

  /** The columns of a table. */
  static List<Named> columnsOfTable(String alias) {
    return List.of(
        new Named(alias + ".x", Kind.INTEGER),
        new Named(alias + ".y", Kind.INTEGER),
        new Named(alias + ".key", Kind.TEXT),
        new Named(alias + ".s", Kind.TEXT),
        new Named(alias + ".b", Kind.TRUTH),
        new Named(alias + ".event_time", Kind.TIME));
  }

  /** The columns of a kind, or literals if there are none. */
  List<String> values(Kind kind) {
    return values(columns, kind);
  }

  /** The columns of a kind, or literals if there are none. */
  static List<String> values(List<Named> columns, Kind kind) {
    List<String> names = names(columns, kind);
    return names.isEmpty() ? kind.literals : names;
  }

  /** The columns of a kind. */
  static List<String> names(List<Named> columns, Kind kind) {
    return columns.stream().filter(column -> column.kind == kind).map(Named::name).toList();
  }
}
