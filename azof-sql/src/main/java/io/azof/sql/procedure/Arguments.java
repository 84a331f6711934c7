package io.azof.sql.procedure;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.jspecify.annotations.Nullable;

/** The values that a procedure is called with. */
final class Arguments {
  private Arguments() {}

  /**
   * One value per argument: String, Long, Instant, or what was bound.
   *
   * @param bound the values of the parameters among them, in order
   */
  static List<@Nullable Object> of(List<SqlNode> arguments, List<@Nullable Object> bound) {
    Iterator<@Nullable Object> parameters = bound.iterator();
    List<@Nullable Object> values = new ArrayList<>();
    for (SqlNode argument : arguments) {
      values.add(
          argument instanceof SqlDynamicParam ? parameters.next() : value((SqlLiteral) argument));
    }
    return values;
  }

  private static @Nullable Object value(SqlLiteral literal) {
    if (literal instanceof SqlCharStringLiteral text) {
      return text.getValueAs(String.class);
    }
    if (literal instanceof SqlNumericLiteral number) {
      BigDecimal value = number.getValueAs(BigDecimal.class);
      return number.isInteger() ? (Object) value.longValue() : value;
    }
    return switch (literal.getTypeName()) {
      case TIMESTAMP, DATE ->
          Instant.ofEpochMilli(EventTime.parse(String.valueOf(literal.toValue())).epochMillis());
      default -> literal.getValue();
    };
  }

  static AzofException invalid(String sentence, @Nullable Object value) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, sentence + ", but is " + value);
  }
}
