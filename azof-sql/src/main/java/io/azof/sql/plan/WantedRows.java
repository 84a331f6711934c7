package io.azof.sql.plan;

import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.TableSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What conditions say about the keys and the event times of the rows that meet them, in the form
 * that storage understands: rows outside of it do not meet them. What it cannot be told is left
 * out, since the engine looks at the conditions once more.
 *
 * @param columnNames of the scan that the conditions are on, in order
 */
record WantedRows(List<String> columnNames) {
  private static final Set<SqlKind> EXACT =
      EnumSet.of(
          SqlKind.EQUALS,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL);

  /** The rows that meet all conditions, and perhaps others. */
  RowSelection of(List<RexNode> conditions) {
    RowSelection wanted = RowSelection.ALL;
    for (RexNode condition : conditions) {
      wanted = wanted.intersect(of(condition));
    }
    return wanted;
  }

  /** Whether a condition is met by just the keys that are wanted by it, and by all rows of them. */
  boolean isOfKeysOnly(RexNode condition) {
    return rangesExact(condition).isPresent();
  }

  /**
   * How many ranges of keys meet a condition at most; empty when it is about more, or they are
   * many.
   */
  private OptionalInt rangesExact(RexNode condition) {
    boolean isOr = condition.isA(SqlKind.OR);
    if (!isOr && !condition.isA(SqlKind.AND)) {
      return isExactRange(condition) ? OptionalInt.of(1) : OptionalInt.empty();
    }
    int ranges = isOr ? 0 : 1;
    for (RexNode operand : operands(condition)) {
      OptionalInt more = rangesExact(operand);
      if (more.isEmpty()) {
        return more;
      }
      ranges = isOr ? ranges + more.getAsInt() : ranges * more.getAsInt();
      if (ranges > KeySelection.SEARCHABLE_MAX) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(ranges);
  }

  private boolean isExactRange(RexNode condition) {
    if (keys(condition).isAll()) {
      return false;
    }
    return condition.isA(SqlKind.LIKE)
        ? text(operands(condition).get(1)).filter(WantedRows::isOfStart).isPresent()
        : condition.isA(EXACT);
  }

  private RowSelection of(RexNode condition) {
    RowSelection byTime = new RowSelection(KeySelection.ALL, sinceMillis(condition));
    return byTime.intersect(new RowSelection(keys(condition), Long.MIN_VALUE));
  }

  private KeySelection keys(RexNode condition) {
    if (condition.isA(SqlKind.OR) || condition.isA(SqlKind.AND)) {
      return operands(condition).stream()
          .map(this::keys)
          .reduce(condition.isA(SqlKind.OR) ? KeySelection::union : KeySelection::intersect)
          .orElse(KeySelection.ALL);
    }
    if (condition.isA(SqlKind.LIKE) && operands(condition).size() == 2) {
      return isColumn(operands(condition).get(0), TableSchema.KEY)
          ? text(operands(condition).get(1)).map(WantedRows::like).orElse(KeySelection.ALL)
          : KeySelection.ALL;
    }
    return Comparison.of(condition)
        .filter(comparison -> isColumn(comparison.column(), TableSchema.KEY))
        .flatMap(comparison -> text(comparison.value()).map(key -> range(comparison.kind(), key)))
        .map(range -> new KeySelection(List.of(range)))
        .orElse(KeySelection.ALL);
  }

  private static KeyRange range(SqlKind comparison, String key) {
    return switch (comparison) {
      case EQUALS -> KeyRange.of(key);
      case GREATER_THAN -> new KeyRange(key, null, true, false);
      case GREATER_THAN_OR_EQUAL -> new KeyRange(key, null);
      case LESS_THAN -> new KeyRange(null, key, false, true);
      case LESS_THAN_OR_EQUAL -> new KeyRange(null, key);
      default -> KeyRange.ALL;
    };
  }

  /** The keys that start as a pattern does before its first wildcard. */
  private static KeySelection like(String pattern) {
    int length = startLength(pattern);
    if (length == pattern.length()) {
      return KeySelection.of(List.of(pattern));
    }
    String start = pattern.substring(0, length);
    String end = start.isEmpty() ? null : after(start);
    return new KeySelection(List.of(new KeyRange(start, end, false, true)));
  }

  private static int startLength(String pattern) {
    int length = 0;
    while (length < pattern.length() && "%_\\".indexOf(pattern.charAt(length)) < 0) {
      length++;
    }
    return length;
  }

  /** Whether a pattern is met by all texts that start as it does, and by no others. */
  private static boolean isOfStart(String pattern) {
    int length = startLength(pattern);
    return length == pattern.length()
        || (length > 0
            && pattern.substring(length).equals("%")
            && after(pattern.substring(0, length)) != null);
  }

  /** A text after all that start with another one; null when that ends with the last character. */
  private static @Nullable String after(String start) {
    int last = start.codePointBefore(start.length());
    int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
    return next > Character.MAX_CODE_POINT
        ? null
        : start.substring(0, start.length() - Character.charCount(last)) + Character.toString(next);
  }

  /** The event time before which no row meets a condition. */
  private long sinceMillis(RexNode condition) {
    if (condition.isA(SqlKind.AND)) {
      return operands(condition).stream().mapToLong(this::sinceMillis).max().orElseThrow();
    }
    if (condition.isA(SqlKind.OR)) {
      return operands(condition).stream().mapToLong(this::sinceMillis).min().orElseThrow();
    }
    return Comparison.of(condition)
        .filter(comparison -> isColumn(comparison.column(), TableSchema.EVENT_TIME))
        .filter(comparison -> comparison.isAtLeast())
        .map(comparison -> ConstantTime.millis(comparison.value()))
        .flatMap(millis -> millis.isPresent() ? Optional.of(millis.getAsLong()) : Optional.empty())
        .orElse(Long.MIN_VALUE);
  }

  private boolean isColumn(RexNode expression, String name) {
    return expression instanceof RexInputRef column
        && columnNames.get(column.getIndex()).equals(name);
  }

  /** A literal, or what becomes of it without a limit of length. */
  private static Optional<String> text(RexNode expression) {
    if (expression.isA(SqlKind.CAST)
        && expression.getType().getSqlTypeName() == SqlTypeName.VARCHAR
        && expression.getType().getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED) {
      return text(operands(expression).get(0));
    }
    boolean isText =
        expression instanceof RexLiteral literal
            && !literal.isNull()
            && SqlTypeFamily.CHARACTER.contains(literal.getType());
    return isText
        ? Optional.ofNullable(((RexLiteral) expression).getValueAs(String.class))
        : Optional.empty();
  }

  private static List<RexNode> operands(RexNode call) {
    return ((RexCall) call).getOperands();
  }

  /**
   * A comparison of a column with something else.
   *
   * @param kind with the column at the left side
   */
  private record Comparison(SqlKind kind, RexNode column, RexNode value) {
    static Optional<Comparison> of(RexNode condition) {
      if (!(condition instanceof RexCall call)
          || condition instanceof RexSubQuery
          || !call.isA(SqlKind.COMPARISON)) {
        return Optional.empty();
      }
      RexNode left = call.getOperands().get(0);
      RexNode right = call.getOperands().get(1);
      return left instanceof RexInputRef
          ? Optional.of(new Comparison(call.getKind(), left, right))
          : Optional.of(new Comparison(call.getKind().reverse(), right, left));
    }

    boolean isAtLeast() {
      return kind == SqlKind.EQUALS
          || kind == SqlKind.GREATER_THAN
          || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    }
  }
}
