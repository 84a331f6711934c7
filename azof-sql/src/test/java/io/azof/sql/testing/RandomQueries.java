package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Queries with joins, groups and subqueries over tables of a few rows, {@code p}, {@code q} and
 * {@code e}, whose values are few and often null, so that rows meet.
 */
public final class RandomQueries {
  private static final int DEPTH = 2;
  private static final List<Filled> TABLES =
      List.of(new Filled("p", 12), new Filled("q", 7), new Filled("e", 1));

  private enum Kind {
    INTEGER("1", "2"),
    TEXT("'a'", "'b'"),
    TRUTH("TRUE", "FALSE");

    private final List<String> literals;

    Kind(String... literals) {
      this.literals = List.of(literals);
    }
  }

  private record Filled(String table, int rows) {}

  private record Named(String name, Kind kind) {}

  /** What stands in FROM, and the columns that it has. */
  private record Source(String sql, List<Named> columns) {}

  /**
   * The columns that an expression can use.
   *
   * @param around those of the queries around it
   */
  private record Scope(List<Named> own, List<Named> around) {
    Scope within(Source source) {
      return new Scope(source.columns, Stream.concat(own.stream(), around.stream()).toList());
    }
  }

  private final Dice dice;
  private int aliases;

  public RandomQueries(Random random) {
    this.dice = new Dice(random);
  }

  /** Writes the tables. */
  public void write(Lakehouse lakehouse, BufferAllocator allocator) {
    TableSchema schema =
        new TableSchema(
            List.of(
                new Column("x", ColumnType.INT, true),
                new Column("y", ColumnType.INT, true),
                new Column("s", ColumnType.STRING, true),
                new Column("b", ColumnType.BOOLEAN, true)));
    for (Filled filled : TABLES) {
      lakehouse.createTable(filled.table, schema, Map.of());
      try (TableWriter writer = lakehouse.openWriter(filled.table, allocator)) {
        for (int row = 0; row < filled.rows; row++) {
          writer.put(dice.of("a", "b") + row, EventTime.parse("2021-01-01"), values());
        }
        writer.commit();
      }
    }
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    values.put("x", (long) dice.below(4));
    values.put("y", (long) dice.below(4));
    values.put("s", dice.of("a", "b", "c"));
    values.put("b", dice.oneIn(2));
    values.keySet().removeIf(column -> dice.oneIn(4));
    return values;
  }

  /** A query, whose rows come in any order. */
  public String query() {
    aliases = 0;
    Source from = source(DEPTH);
    Scope scope = new Scope(from.columns, List.of());
    String rows = " FROM " + from.sql + where(scope);
    String column = dice.of(from.columns).name;
    String number = columns(from.columns, Kind.INTEGER).get(0);
    return switch (dice.below(5)) {
      case 0 -> setOperation(DEPTH);
      case 1 ->
          "SELECT "
              + column
              + ", "
              + aggregate(from)
              + ", "
              + aggregate(from)
              + rows
              + groups(from);
      case 2 ->
          "SELECT DISTINCT "
              + value(Kind.INTEGER, DEPTH, scope)
              + ", "
              + condition(DEPTH, scope)
              + rows;
      case 3 ->
          "SELECT " + column + ", SUM(" + number + ") OVER (PARTITION BY " + column + ")" + rows;
      default -> "SELECT " + column + ", " + value(Kind.INTEGER, DEPTH, scope) + rows;
    };
  }

  private String setOperation(int depth) {
    return numbers(depth)
        + dice.of(" UNION ", " UNION ALL ", " INTERSECT ", " INTERSECT ALL ", " EXCEPT ")
        + numbers(depth);
  }

  private String numbers(int depth) {
    Source from = source(depth);
    Scope scope = new Scope(from.columns, List.of());
    return "SELECT " + value(Kind.INTEGER, depth, scope) + " FROM " + from.sql + where(scope);
  }

  /** By all columns, so that any one of them can be selected. */
  private String groups(Source from) {
    String all = String.join(", ", from.columns.stream().map(Named::name).toList());
    String having = dice.oneIn(3) ? " HAVING " + aggregate(from) + " <> 1" : "";
    return dice.of(" GROUP BY " + all, " GROUP BY ROLLUP (" + all + ")") + having;
  }

  private String aggregate(Source from) {
    String number = dice.of(columns(from.columns, Kind.INTEGER));
    return dice.of("SUM(", "MIN(", "MAX(", "COUNT(", "COUNT(DISTINCT ") + number + ")";
  }

  private Source source(int depth) {
    Source left = depth > 0 && dice.oneIn(4) ? derived(depth - 1) : table();
    if (depth == 0 || dice.oneIn(2)) {
      return left;
    }
    if (dice.oneIn(5)) {
      return lateral(left, depth - 1);
    }
    Source right = dice.oneIn(3) ? derived(depth - 1) : table();
    List<Named> both = Stream.concat(left.columns.stream(), right.columns.stream()).toList();
    Named column = dice.of(left.columns);
    List<String> others = columns(right.columns, column.kind);
    String join = dice.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ");
    String more =
        dice.oneIn(3) && !join.equals(" FULL JOIN ")
            ? " AND " + condition(dice.below(2), new Scope(both, List.of()))
            : "";
    return new Source(
        left.sql + join + right.sql + " ON " + column.name + " = " + dice.of(others) + more, both);
  }

  private Source table() {
    String alias = "t" + aliases++;
    if (dice.oneIn(6)) {
      return new Source(
          "(VALUES (1, 'a'), (2, NULL), (NULL, 'b')) AS " + alias + "(x, s)",
          List.of(new Named(alias + ".x", Kind.INTEGER), new Named(alias + ".s", Kind.TEXT)));
    }
    return new Source(
        dice.of(TABLES).table + " AS " + alias,
        List.of(
            new Named(alias + ".x", Kind.INTEGER),
            new Named(alias + ".y", Kind.INTEGER),
            new Named(alias + ".key", Kind.TEXT),
            new Named(alias + ".s", Kind.TEXT),
            new Named(alias + ".b", Kind.TRUTH)));
  }

  /** Rows beside those of a query for each row of another one. */
  private Source lateral(Source left, int depth) {
    Source from = source(depth);
    Scope scope = new Scope(left.columns, List.of());
    String alias = "t" + aliases++;
    String column =
        dice.oneIn(2) ? aggregate(from) : value(Kind.INTEGER, depth, scope.within(from));
    Named k = new Named(alias + ".k", Kind.INTEGER);
    return new Source(
        left.sql
            + dice.of(" JOIN ", " LEFT JOIN ")
            + "LATERAL (SELECT "
            + column
            + " AS k"
            + looked(depth, from, scope)
            + ") AS "
            + alias
            + " ON TRUE",
        Stream.concat(left.columns.stream(), Stream.of(k)).toList());
  }

  private Source derived(int depth) {
    if (dice.oneIn(4)) {
      String rows = setOperation(depth);
      String name = "t" + aliases++;
      Named k = new Named(name + ".k", Kind.INTEGER);
      return new Source("(" + rows + ") AS " + name + "(k)", List.of(k));
    }
    Source from = source(depth);
    Scope scope = new Scope(from.columns, List.of());
    Named column = dice.of(from.columns);
    String alias = "t" + aliases++;
    String rows = " FROM " + from.sql + where(scope);
    String sql =
        dice.oneIn(2)
            ? aggregate(from)
                + " AS k, "
                + column.name
                + " AS l"
                + rows
                + " GROUP BY "
                + column.name
            : value(Kind.INTEGER, depth, scope) + " AS k, " + column.name + " AS l" + rows;
    return new Source(
        "(SELECT " + sql + ") AS " + alias,
        List.of(new Named(alias + ".k", Kind.INTEGER), new Named(alias + ".l", column.kind)));
  }

  private String where(Scope scope) {
    return dice.oneIn(3) ? "" : " WHERE " + condition(DEPTH, scope);
  }

  /** The columns of a kind, or a literal if there are none. */
  private static List<String> columns(List<Named> columns, Kind kind) {
    List<String> names = new ArrayList<>();
    columns.stream().filter(column -> column.kind == kind).forEach(c -> names.add(c.name));
    return names.isEmpty() ? kind.literals : names;
  }

  private String value(Kind kind, int depth, Scope scope) {
    boolean isOuter = !scope.around.isEmpty() && dice.oneIn(3);
    String column = dice.of(columns(isOuter ? scope.around : scope.own, kind));
    return switch (dice.below(depth > 0 ? 7 : 4)) {
      case 0 -> dice.of(kind.literals);
      case 1, 2, 3 -> column;
      case 4 -> "COALESCE(" + value(kind, depth - 1, scope) + ", " + dice.of(kind.literals) + ")";
      case 5 -> "CASE WHEN " + condition(depth - 1, scope) + " THEN " + column + " END";
      default -> kind == Kind.INTEGER ? single(depth - 1, scope) : column;
    };
  }

  private String single(int depth, Scope scope) {
    Source from = source(depth);
    return "(SELECT " + aggregate(from) + looked(depth, from, scope) + ")";
  }

  /** What a subquery reads, and how that depends on the row around it. */
  private String looked(int depth, Source from, Scope around) {
    Scope scope = around.within(from);
    String rows = " FROM " + from.sql;
    if (dice.oneIn(4)) {
      return rows + where(new Scope(from.columns, List.of()));
    }
    Named outer = dice.of(scope.around);
    String inner = dice.of(columns(from.columns, outer.kind));
    String compared = dice.of(" = ", " = ", " <> ", " <= ", " IS NOT DISTINCT FROM ");
    String more = dice.oneIn(3) ? dice.of(" AND ", " OR ") + condition(depth, scope) : "";
    return rows + " WHERE " + inner + compared + outer.name + more;
  }

  private String condition(int depth, Scope scope) {
    if (depth > 0 && dice.oneIn(3)) {
      String left = condition(depth - 1, scope);
      return switch (dice.below(4)) {
        case 0 -> "(" + left + " AND " + condition(depth - 1, scope) + ")";
        case 1 -> "(" + left + " OR " + condition(depth - 1, scope) + ")";
        case 2 -> "(NOT " + left + ")";
        default -> "(" + left + dice.of(" IS NOT FALSE)", " IS NOT TRUE)", " IS NULL)");
      };
    }
    return depth > 0 && dice.oneIn(2)
        ? "(" + subQuery(depth - 1, scope) + ")"
        : "(" + comparison(depth, scope) + ")";
  }

  private String subQuery(int depth, Scope scope) {
    Source from = source(depth);
    Kind kind = dice.of(List.of(Kind.INTEGER, Kind.TEXT));
    String rows = looked(depth, from, scope);
    String selected = "(SELECT " + dice.of(columns(from.columns, kind)) + rows + ")";
    String value = value(kind, depth, scope);
    return switch (dice.below(5)) {
      case 4 -> rowLookup(depth, scope);
      case 0 -> dice.of("", "NOT ") + "EXISTS (SELECT *" + rows + ")";
      case 1 -> value + dice.of(" = ", " < ", " <> ") + dice.of("ANY ", "ALL ") + selected;
      case 2 -> value(Kind.INTEGER, depth, scope) + dice.of(" = ", " > ") + single(depth, scope);
      default -> value + dice.of(" IN ", " NOT IN ") + selected;
    };
  }

  /** Only with rows that do not depend on the row: of others DuckDB looks up one value alone. */
  private String rowLookup(int depth, Scope scope) {
    Source from = source(depth);
    List<String> numbers = columns(from.columns, Kind.INTEGER);
    return "("
        + value(Kind.INTEGER, 0, scope)
        + ", "
        + value(Kind.INTEGER, 0, scope)
        + dice.of(") IN ", ") NOT IN ")
        + "(SELECT "
        + dice.of(numbers)
        + ", "
        + dice.of(numbers)
        + " FROM "
        + from.sql
        + ")";
  }

  private String comparison(int depth, Scope scope) {
    Kind kind = dice.of(List.of(Kind.values()));
    String left = value(kind, depth - 1, scope);
    return dice.oneIn(4)
        ? left + dice.of(" IS NULL", " IS NOT NULL")
        : left + dice.of(" = ", " <> ", " < ", " >= ") + value(kind, depth - 1, scope);
  }
}
