package io.azof.sql.plan;

import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.TableSchema;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
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
record WantedRows(RexBuilder rex, List<String> columnNames) {

  /** The rows that meet all conditions, and perhaps others. */
  RowSelection of(List<RexNode> conditions) {
    RowSelection wanted = RowSelection.ALL;
    for (RexNode condition : conditions) {
      wanted = wanted.intersect(of(RexUtil.expandSearch(rex, null, condition)));
    }
    return wanted;
  }

  /** Whether a condition says that the key is one of some texts, and nothing else. */
  boolean isOneOfKeys(RexNode condition) {
    RexNode expanded = RexUtil.expandSearch(rex, null, condition);
    return RelOptUtil.disjunctions(expanded).stream()
        .allMatch(
            one ->
                one.isA(SqlKind.EQUALS) && keys(one).ranges().stream().allMatch(KeyRange::isOne));
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
      case GREATER_THAN, GREATER_THAN_OR_EQUAL -> new KeyRange(key, null);
      case LESS_THAN, LESS_THAN_OR_EQUAL -> new KeyRange(null, key);
      default -> KeyRange.ALL;
    };
  }

  /** The keys that start as a pattern does before its first wildcard. */
  private static KeySelection like(String pattern) {
    int length = 0;
    while (length < pattern.length() && "%_\\".indexOf(pattern.charAt(length)) < 0) {
      length++;
    }
    if (length == pattern.length()) {
      return KeySelection.of(List.of(pattern));
    }
    String start = pattern.substring(0, length);
    return new KeySelection(List.of(new KeyRange(start, start.isEmpty() ? null : after(start))));
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
      if (!(condition instanceof RexCall call) || !call.isA(SqlKind.COMPARISON)) {
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
