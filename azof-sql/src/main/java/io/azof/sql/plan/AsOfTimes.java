package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.EventTimeOperator;
import io.azof.storage.model.EventTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContexts;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/** The constant expressions of time clauses as points of event time. */
final class AsOfTimes {
  private static final long DAY_MILLIS = 86_400_000;
  private static final RexExecutorImpl EXECUTOR = new RexExecutorImpl(DataContexts.EMPTY);

  private final RexBuilder rex;

  AsOfTimes(RexBuilder rex) {
    this.rex = rex;
  }

  /**
   * @param expression without parameters
   * @throws AzofException {@code SQL_INVALID} for null, or for a text that is not a time
   */
  EventTime of(RexNode expression) {
    return time(literal(expression));
  }

  /** Puts literals in the place of times that are values: of changes that are made at a time. */
  RexShuttle asValues() {
    return new RexShuttle() {
      @Override
      public RexNode visitCall(RexCall call) {
        if (call.getOperator() != EventTimeOperator.INSTANCE) {
          return super.visitCall(call);
        }
        long millis = time(literal(call.getOperands().get(0))).epochMillis();
        return rex.makeTimestampLiteral(TimestampString.fromMillisSinceEpoch(millis), 3);
      }
    };
  }

  private RexLiteral literal(RexNode expression) {
    RexNode simple = expression.accept(new TextCasts());
    if (simple instanceof RexLiteral literal) {
      return literal;
    }
    List<RexNode> reduced = new ArrayList<>();
    EXECUTOR.reduce(rex, List.of(simple), reduced);
    if (RexUtil.removeCast(reduced.get(0)) instanceof RexLiteral literal) {
      return literal;
    }
    throw new AzofException(
        ErrorCode.SQL_INVALID, "The time " + expression + " of a time clause cannot be computed");
  }

  private static EventTime time(RexLiteral literal) {
    if (literal.isNull()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The time of a time clause is null; give it a time");
    }
    SqlTypeName type = literal.getType().getSqlTypeName();
    if (SqlTypeFamily.CHARACTER.getTypeNames().contains(type)) {
      return EventTime.parse(String.valueOf(literal.getValueAs(String.class)));
    }
    if (type == SqlTypeName.DATE) {
      DateString date = literal.getValueAs(DateString.class);
      return new EventTime(date == null ? 0 : date.getDaysSinceEpoch() * DAY_MILLIS);
    }
    TimestampString timestamp = literal.getValueAs(TimestampString.class);
    return new EventTime(timestamp == null ? 0 : timestamp.getMillisSinceEpoch());
  }

  /** Casts of texts read all that EventTime reads, and casts between the same types fall away. */
  private final class TextCasts extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      if (!visited.isA(SqlKind.CAST)) {
        return visited;
      }
      RexNode operand = ((RexCall) visited).getOperands().get(0);
      SqlTypeName target = visited.getType().getSqlTypeName();
      if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
        return visited;
      }
      boolean text =
          SqlTypeFamily.CHARACTER.getTypeNames().contains(literal.getType().getSqlTypeName());
      if (target == SqlTypeName.TIMESTAMP
          && (text || literal.getType().getSqlTypeName() == target)) {
        return rex.makeTimestampLiteral(
            TimestampString.fromMillisSinceEpoch(time(literal).epochMillis()), 3);
      }
      if (target == SqlTypeName.DATE && text) {
        long days = Math.floorDiv(time(literal).epochMillis(), DAY_MILLIS);
        return rex.makeDateLiteral(DateString.fromDaysSinceEpoch(Math.toIntExact(days)));
      }
      return visited;
    }
  }
}
