package io.azof.sql.testing;

import io.azof.sql.testing.RandomHistories.Clause;
import io.azof.sql.testing.RandomSource.Kind;
import io.azof.sql.testing.RandomSource.Named;
import io.azof.storage.Lakehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Queries with joins, groups and subqueries over tables as of all kinds of times, whose values are
 * few and often null, so that rows meet.
 */
public final class RandomQueries {
  private static final int DEPTH = 2;
  private static final Pattern CONSTANT_TIME = Pattern.compile("AT \\('([^']*)'\\)");

  private final Dice dice;
  private final RandomHistories histories;
  private final List<Clause> clauses = new ArrayList<>();
  private int aliases;

  public RandomQueries(Random random) {
    this.dice = new Dice(random);
    this.histories = new RandomHistories(dice);
  }

  /** Writes the tables. */
  public void write(Lakehouse lakehouse, BufferAllocator allocator) {
    histories.write(lakehouse, allocator);
  }

  /** What makes tables of the same rows in an engine without time. */
  public List<String> plainTables() {
    return histories.plainTables();
  }

  /** A query, whose rows come in any order. */
  public Asked query() {
    aliases = 0;
    clauses.clear();
    String text = text();
    String plain = text;
    for (Clause clause : clauses) {
      plain = plain.replace(clause.sql(), clause.plain());
    }
    List<@Nullable Object> parameters = new ArrayList<>();
    String sql =
        CONSTANT_TIME
            .matcher(text)
            .replaceAll(
                found -> {
                  if (dice.oneIn(2)) {
                    return Matcher.quoteReplacement(found.group());
                  }
                  parameters.add(found.group(1));
                  return "AT (?)";
                });
    return new Asked(sql, parameters, plain);
  }

  private String text() {
    RandomSource from = source(DEPTH);
    RandomScope scope = new RandomScope(from.columns(), List.of());
    String rows = " FROM " + from.sql() + where(scope);
    String column = dice.of(from.columns()).name();
    String number = from.values(Kind.INTEGER).get(0);
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
    RandomSource from = source(depth);
    RandomScope scope = new RandomScope(from.columns(), List.of());
    return "SELECT " + value(Kind.INTEGER, depth, scope) + " FROM " + from.sql() + where(scope);
  }

  /** By all columns, so that any one of them can be selected. */
  private String groups(RandomSource from) {
    String all = String.join(", ", from.columns().stream().map(Named::name).toList());
    String having = dice.oneIn(3) ? " HAVING " + aggregate(from) + " <> 1" : "";
    return dice.of(" GROUP BY " + all, " GROUP BY ROLLUP (" + all + ")") + having;
  }

  private String aggregate(RandomSource from) {
    String number = dice.of(from.values(Kind.INTEGER));
    return dice.of("SUM(", "MIN(", "MAX(", "COUNT(", "COUNT(DISTINCT ") + number + ")";
  }

  private RandomSource source(int depth) {
    RandomSource left = depth > 0 && dice.oneIn(4) ? derived(depth - 1) : table();
    if (depth == 0 || dice.oneIn(2)) {
      return left;
    }
    if (dice.oneIn(5)) {
      return lateral(left, depth - 1);
    }
    String join = dice.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ");
    boolean canTravel = !join.equals(" RIGHT JOIN ") && !join.equals(" FULL JOIN ");
    List<String> times = RandomSource.names(left.columns(), Kind.TIME);
    boolean travels = canTravel && !times.isEmpty() && dice.oneIn(2);
    RandomSource right = travels ? atRows(dice.of(times), " ON ") : derivedOrTable(depth);
    List<Named> both = Stream.concat(left.columns().stream(), right.columns().stream()).toList();
    Named column = dice.of(left.columns());
    List<String> others = right.values(column.kind());
    String more =
        dice.oneIn(3) && !join.equals(" FULL JOIN ")
            ? " AND " + condition(dice.below(2), new RandomScope(both, List.of()))
            : "";
    return new RandomSource(
        left.sql()
            + join
            + right.sql()
            + (travels ? "" : " ON ")
            + column.name()
            + " = "
            + dice.of(others)
            + more,
        both);
  }

  private RandomSource derivedOrTable(int depth) {
    return dice.oneIn(3) ? derived(depth - 1) : table();
  }

  private RandomSource table() {
    String alias = "t" + aliases++;
    if (dice.oneIn(6)) {
      return new RandomSource(
          "(VALUES (1, 'a'), (2, NULL), (NULL, 'b')) AS " + alias + "(x, s)",
          List.of(new Named(alias + ".x", Kind.INTEGER), new Named(alias + ".s", Kind.TEXT)));
    }
    String table = histories.table();
    if (dice.oneIn(5)) {
      List<Named> columns = new ArrayList<>(RandomSource.columnsOfTable(alias));
      columns.add(new Named(alias + ".valid_from", Kind.TIME));
      columns.add(new Named(alias + ".valid_to", Kind.TIME));
      return named(histories.history(table), alias, columns);
    }
    return named(histories.state(table), alias, RandomSource.columnsOfTable(alias));
  }

  private RandomSource named(Clause clause, String alias, List<Named> columns) {
    String as = " AS " + alias;
    clauses.add(new Clause(clause.sql() + as, clause.plain() + as));
    return new RandomSource(clause.sql() + as, columns);
  }

  private RandomSource atRows(String time, String keyword) {
    String alias = "t" + aliases++;
    Clause clause = histories.atRows(histories.table(), time, alias, keyword);
    clauses.add(clause);
    return new RandomSource(clause.sql(), RandomSource.columnsOfTable(alias));
  }

  /** Rows beside those of a query for each row of another one. */
  private RandomSource lateral(RandomSource left, int depth) {
    RandomScope scope = new RandomScope(left.columns(), List.of());
    RandomSource from = inner(depth, scope);
    String alias = "t" + aliases++;
    String column =
        dice.oneIn(2) ? aggregate(from) : value(Kind.INTEGER, depth, scope.within(from));
    Named k = new Named(alias + ".k", Kind.INTEGER);
    return new RandomSource(
        left.sql()
            + dice.of(" JOIN ", " LEFT JOIN ")
            + "LATERAL (SELECT "
            + column
            + " AS k"
            + looked(depth, from, scope)
            + ") AS "
            + alias
            + " ON TRUE",
        Stream.concat(left.columns().stream(), Stream.of(k)).toList());
  }

  private RandomSource derived(int depth) {
    if (dice.oneIn(4)) {
      String rows = setOperation(depth);
      String name = "t" + aliases++;
      Named k = new Named(name + ".k", Kind.INTEGER);
      return new RandomSource("(" + rows + ") AS " + name + "(k)", List.of(k));
    }
    RandomSource from = source(depth);
    RandomScope scope = new RandomScope(from.columns(), List.of());
    Named column = dice.of(from.columns());
    String alias = "t" + aliases++;
    String rows = " FROM " + from.sql() + where(scope);
    String sql =
        dice.oneIn(2)
            ? aggregate(from)
                + " AS k, "
                + column.name()
                + " AS l"
                + rows
                + " GROUP BY "
                + column.name()
            : value(Kind.INTEGER, depth, scope) + " AS k, " + column.name() + " AS l" + rows;
    return new RandomSource(
        "(SELECT " + sql + ") AS " + alias,
        List.of(new Named(alias + ".k", Kind.INTEGER), new Named(alias + ".l", column.kind())));
  }

  private String where(RandomScope scope) {
    return dice.oneIn(3) ? "" : " WHERE " + condition(DEPTH, scope);
  }

  private String value(Kind kind, int depth, RandomScope scope) {
    boolean isOuter = !scope.around().isEmpty() && dice.oneIn(3);
    String column = dice.of(RandomSource.values(isOuter ? scope.around() : scope.own(), kind));
    return switch (dice.below(depth > 0 ? 7 : 4)) {
      case 0 -> dice.of(kind.literals());
      case 1, 2, 3 -> column;
      case 4 -> "COALESCE(" + value(kind, depth - 1, scope) + ", " + dice.of(kind.literals()) + ")";
      case 5 -> "CASE WHEN " + condition(depth - 1, scope) + " THEN " + column + " END";
      default -> kind == Kind.INTEGER ? single(depth - 1, scope) : column;
    };
  }

  private String single(int depth, RandomScope scope) {
    RandomSource from = inner(depth, scope);
    return "(SELECT " + aggregate(from) + looked(depth, from, scope) + ")";
  }

  /** What a subquery reads, perhaps as of a time of the row around it. */
  private RandomSource inner(int depth, RandomScope around) {
    List<String> times = RandomSource.names(around.own(), Kind.TIME);
    return times.isEmpty() || !dice.oneIn(4) ? source(depth) : atRows(dice.of(times), " WHERE ");
  }

  /** The rows of a subquery, and how they depend on the row around it. */
  private String looked(int depth, RandomSource from, RandomScope around) {
    RandomScope scope = around.within(from);
    String rows = " FROM " + from.sql();
    String where = from.sql().endsWith(" WHERE ") ? "" : " WHERE ";
    if (dice.oneIn(4)) {
      return rows + where + condition(depth, new RandomScope(from.columns(), List.of()));
    }
    Named outer = dice.of(scope.around());
    String inner = dice.of(from.values(outer.kind()));
    String compared = dice.of(" = ", " = ", " <> ", " <= ", " IS NOT DISTINCT FROM ");
    String more = dice.oneIn(3) ? dice.of(" AND ", " OR ") + condition(depth, scope) : "";
    return rows + where + "(" + inner + compared + outer.name() + more + ")";
  }

  private String condition(int depth, RandomScope scope) {
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

  private String subQuery(int depth, RandomScope scope) {
    RandomSource from = inner(depth, scope);
    Kind kind = dice.of(List.of(Kind.INTEGER, Kind.TEXT));
    String rows = looked(depth, from, scope);
    String selected = "(SELECT " + dice.of(from.values(kind)) + rows + ")";
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
  private String rowLookup(int depth, RandomScope scope) {
    RandomSource from = source(depth);
    List<String> numbers = from.values(Kind.INTEGER);
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
        + from.sql()
        + ")";
  }

  private String comparison(int depth, RandomScope scope) {
    Kind kind = dice.of(List.of(Kind.values()));
    String left = value(kind, depth - 1, scope);
    return dice.oneIn(4)
        ? left + dice.of(" IS NULL", " IS NOT NULL")
        : left + dice.of(" = ", " <> ", " < ", " >= ") + value(kind, depth - 1, scope);
  }
}
