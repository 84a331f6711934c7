package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Expressions over a table {@code v} with a column of nearly every type, full of nulls and limits.
 */
public final class RandomExpressions {
  private static final int ROWS = 120;
  private static final int DEPTH = 3;

  /** A type, a column of it, and literals of values that the column has, too. */
  private enum Kind {
    TEXT("VARCHAR", "s", "", "a", "a ", " a", "A", "ab", "b", "ä", "\uffff", "\ud83d\ude00", "10"),
    INTEGER("BIGINT", "i", "0", "1", "-1", "2", "100", "9223372036854775807", "9007199254740993"),
    DOUBLE("DOUBLE", "d", "0.0E0", "1.0E0", "-1.0E0", "0.1E0", "1.0E300", "9007199254740992E0"),
    DECIMAL("DECIMAL(18, 4)", "n", "0", "0.0001", "-0.0001", "1.5", "99999999999999.9999"),
    TIME("TIMESTAMP", "t", "1970-01-01 00:00:00", "1969-12-31 23:59:59.999", "2020-02-29 12:00:00"),
    DAY("DATE", "y", "1970-01-01", "2020-02-29", "0001-01-01", "9999-12-31"),
    TRUTH("BOOLEAN", "b", "TRUE", "FALSE");

    private final String sqlType;
    private final String column;
    private final List<String> values;

    Kind(String sqlType, String column, String... values) {
      this.sqlType = sqlType;
      this.column = column;
      this.values = List.of(values);
    }

    private String literal(String value) {
      return switch (this) {
        case TEXT -> "'" + value + "'";
        case TIME -> "TIMESTAMP '" + value + "'";
        case DAY -> "DATE '" + value + "'";
        default -> value.startsWith("-") ? "(" + value + ")" : value;
      };
    }

    private Object stored(String value) {
      return switch (this) {
        case TEXT -> value;
        case INTEGER -> Long.valueOf(value);
        case DOUBLE -> Double.valueOf(value);
        case DECIMAL -> new BigDecimal(value);
        case TIME -> EventTime.parse(value.replace(' ', 'T') + "Z");
        case DAY -> LocalDate.parse(value);
        case TRUTH -> Boolean.valueOf(value);
      };
    }
  }

  private final Dice dice;

  public RandomExpressions(Random random) {
    this.dice = new Dice(random);
  }

  /** Writes the table. */
  public void write(Lakehouse lakehouse, BufferAllocator allocator) {
    lakehouse.createTable(
        "v",
        new TableSchema(
            List.of(
                new Column("s", ColumnType.STRING, true),
                new Column("i", ColumnType.INT, true),
                new Column("d", ColumnType.DOUBLE, true),
                new Column("n", ColumnType.decimal(18, 4), true),
                new Column("t", ColumnType.DATE_TIME, true),
                new Column("y", ColumnType.DATE, true),
                new Column("b", ColumnType.BOOLEAN, true))),
        Map.of());
    try (TableWriter writer = lakehouse.openWriter("v", allocator)) {
      for (int row = 0; row < ROWS; row++) {
        Map<String, Object> values = new HashMap<>();
        for (Kind kind : Kind.values()) {
          if (!dice.oneIn(6)) {
            values.put(kind.column, kind.stored(dice.of(kind.values)));
          }
        }
        writer.put("k" + (100 + row), EventTime.parse("2021-01-01"), values);
      }
      writer.commit();
    }
  }

  /** A query with such expressions, in the order of keys. */
  public String query() {
    String where = dice.oneIn(3) ? "" : " WHERE " + condition(DEPTH);
    String column =
        dice.oneIn(2) ? condition(DEPTH) : value(dice.of(List.of(Kind.values())), DEPTH);
    return "SELECT key, " + column + " AS x FROM v" + where + " ORDER BY key";
  }

  private String literal(Kind kind) {
    return dice.oneIn(25)
        ? "CAST(NULL AS " + kind.sqlType + ")"
        : kind.literal(dice.of(kind.values));
  }

  private String value(Kind kind, int depth) {
    int below = depth - 1;
    return switch (dice.below(depth > 0 ? 12 : 5)) {
      case 0, 1, 2 -> kind.column;
      case 3, 4 -> literal(kind);
      case 5 -> "COALESCE(" + value(kind, below) + ", " + value(kind, below) + ")";
      case 6 -> "NULLIF(" + value(kind, below) + ", " + value(kind, below) + ")";
      case 7 -> "CASE WHEN " + condition(below) + " THEN " + value(kind, below) + " END";
      case 8 ->
          "CASE WHEN "
              + condition(below)
              + " THEN "
              + value(kind, below)
              + " ELSE "
              + value(kind, below)
              + " END";
      default -> computed(kind, below);
    };
  }

  private String computed(Kind kind, int depth) {
    return switch (kind) {
      case TEXT ->
          dice.of(
              "UPPER(" + value(kind, depth) + ")",
              "TRIM(" + value(kind, depth) + ")",
              "SUBSTRING(" + value(kind, depth) + ", 2, 1)",
              "(" + value(kind, depth) + " || " + value(kind, depth) + ")");
      case INTEGER ->
          dice.of(
              "CHAR_LENGTH(" + value(Kind.TEXT, depth) + ")",
              "(MOD(" + kind.column + ", 100) * 3)",
              "EXTRACT(YEAR FROM " + value(Kind.TIME, depth) + ")",
              "EXTRACT(DOW FROM " + value(Kind.DAY, depth) + ")");
      case DOUBLE ->
          dice.of(
              "CAST(" + value(Kind.INTEGER, depth) + " AS DOUBLE)",
              "ABS(" + value(kind, depth) + ")");
      case DECIMAL -> "(-" + value(kind, depth) + ")";
      case TIME -> "CAST(" + value(Kind.DAY, depth) + " AS TIMESTAMP)";
      case DAY -> "CAST(" + value(Kind.TIME, depth) + " AS DATE)";
      case TRUTH -> condition(depth);
    };
  }

  private String condition(int depth) {
    return depth > 0 && !dice.oneIn(3) ? joined(depth - 1) : comparison(depth);
  }

  private String joined(int depth) {
    String word = dice.of(" AND ", " OR ");
    return switch (dice.below(4)) {
      case 0 -> "(NOT " + condition(depth) + ")";
      case 1 ->
          "("
              + condition(depth)
              + " IS "
              + dice.of("TRUE", "NOT TRUE", "FALSE", "NOT FALSE", "NULL", "NOT NULL")
              + ")";
      default ->
          IntStream.range(0, 2 + dice.below(2))
              .mapToObj(i -> condition(depth))
              .collect(Collectors.joining(word, "(", ")"));
    };
  }

  private String comparison(int depth) {
    Kind kind = dice.of(List.of(Kind.values()));
    String left = dice.oneIn(3) ? value(kind, depth) : kind.column;
    String not = dice.of("", " NOT");
    List<String> choices = new ArrayList<>();
    choices.add(left + dice.of(" = ", " <> ", " < ", " >= ") + literal(kind));
    choices.add(literal(kind) + dice.of(" = ", " <= ", " > ") + left);
    choices.add(left + dice.of(" = ", " < ") + value(kind, depth - 1));
    choices.add(left + not + " BETWEEN " + literal(kind) + " AND " + literal(kind));
    choices.add(
        left + not + " IN (" + literal(kind) + ", " + literal(kind) + ", " + literal(kind) + ")");
    choices.add(left + " IS" + not + " NULL");
    choices.add(left + " IS" + not + " DISTINCT FROM " + literal(kind));
    if (kind == Kind.TEXT) {
      choices.add(left + not + " LIKE '" + dice.of("%", "a%", "_", "%a", "", "a_%") + "'");
    }
    return "(" + dice.of(choices) + ")";
  }
}
