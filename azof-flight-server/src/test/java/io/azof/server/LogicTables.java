package io.azof.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes statements of sqllogictest fit tables that have a key and an event time. Everything that is
 * changed of their texts:
 *
 * <ul>
 *   <li>CREATE TABLE: no PRIMARY KEY, no length of VARCHAR.
 *   <li>INSERT … VALUES: a key, which is a number counted up, and one constant event time are
 *       added; rows of INSERTs that follow each other and have the same columns go in one
 *       statement.
 *   <li>CREATE INDEX and DROP INDEX are left out: an index changes no answer.
 *   <li>Queries that select {@code *}: each table is replaced by a subquery of the columns that the
 *       suite gave it. All other queries are as they are.
 * </ul>
 */
final class LogicTables {
  private static final Pattern CREATE =
      Pattern.compile("(?is)CREATE TABLE (\\w+)\\s*\\((.*)\\)\\s*");
  private static final Pattern INSERT =
      Pattern.compile("(?is)INSERT INTO (\\w+)\\s*(?:\\(([^)]*)\\))?\\s*VALUES\\s*\\((.*)\\)\\s*");
  private static final Pattern INDEX = Pattern.compile("(?is)(CREATE (UNIQUE )?|DROP )INDEX .*");
  private static final Pattern ALL_COLUMNS =
      Pattern.compile("(?is).*\\bSELECT\\s+(ALL\\s+|DISTINCT\\s+)?\\*.*");
  private static final Pattern TABLE =
      Pattern.compile(
          "(?i)((?:FROM|JOIN|,)\\s*\\(*\\s*)(\\w+)\\b(?!\\s*[.(])"
              + "(?:\\s+(?:AS\\s+)?(?!(?:WHERE|GROUP|HAVING|ORDER|CROSS|INNER|LEFT|JOIN|ON|UNION"
              + "|EXCEPT|INTERSECT|LIMIT)\\b)(\\w+))?");

  private final Connection connection;
  private final Map<String, List<String>> columns = new HashMap<>();
  private final List<String> rows = new ArrayList<>();
  private String insert = "";
  private int lastKey;

  LogicTables(Connection connection) {
    this.connection = connection;
  }

  /** Does what a statement says; rows may wait for the next statement or {@link #flush}. */
  void run(String sql) throws SQLException {
    Matcher inserted = INSERT.matcher(sql);
    if (inserted.matches() && columns.containsKey(inserted.group(1))) {
      add(inserted);
      return;
    }
    flush();
    if (INDEX.matcher(sql).matches()) {
      return;
    }
    Matcher created = CREATE.matcher(sql);
    execute(created.matches() ? create(created) : sql);
  }

  private String create(Matcher created) {
    List<String> names = new ArrayList<>();
    for (String column : created.group(2).split(",", -1)) {
      names.add(column.strip().split("\\s", 2)[0]);
    }
    columns.put(created.group(1), names);
    return created.group().replaceAll("(?i) PRIMARY KEY|\\(\\d+\\)", "");
  }

  private void add(Matcher inserted) throws SQLException {
    String table = inserted.group(1);
    String names =
        inserted.group(2) != null
            ? inserted.group(2)
            : String.join(", ", columns.getOrDefault(table, List.of()));
    String head = "INSERT INTO " + table + " (key, event_time, " + names + ") VALUES ";
    if (!head.equals(insert)) {
      flush();
      insert = head;
    }
    lastKey++;
    rows.add("('" + lastKey + "', TIMESTAMP '2020-01-01 00:00:00', " + inserted.group(3) + ")");
  }

  /** Writes the rows that wait. */
  void flush() throws SQLException {
    if (!rows.isEmpty()) {
      String sql = insert + String.join(", ", rows);
      rows.clear();
      insert = "";
      execute(sql);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A query as it is sent. */
  String query(String sql) {
    return ALL_COLUMNS.matcher(sql).matches()
        ? TABLE.matcher(sql).replaceAll(this::ownColumns)
        : sql;
  }

  private String ownColumns(MatchResult table) {
    List<String> names = columns.get(table.group(2));
    if (names == null) {
      return Matcher.quoteReplacement(table.group());
    }
    String alias = table.group(3) == null ? table.group(2) : table.group(3);
    return table.group(1)
        + "(SELECT "
        + String.join(", ", names)
        + " FROM "
        + table.group(2)
        + ") AS "
        + alias;
  }
}
