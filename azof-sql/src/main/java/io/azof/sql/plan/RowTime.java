package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The time of a time clause that is computed from columns of rows. */
final class RowTime {
  private RowTime() {}

  /** Whether the time of a scan is computed from rows of any other relation. */
  static boolean isIn(AsOfScan scan) {
    return refers(scan, id -> true);
  }

  /** Whether the time of a scan is computed from the rows that go by this name. */
  static boolean isOf(AsOfScan scan, CorrelationId rows) {
    return refers(scan, rows::equals);
  }

  private static boolean refers(AsOfScan scan, Predicate<CorrelationId> rows) {
    AtomicBoolean found = new AtomicBoolean();
    for (RexNode time : scan.times()) {
      time.accept(
          new RexVisitorImpl<@Nullable Void>(true) {
            @Override
            public @Nullable Void visitCorrelVariable(RexCorrelVariable variable) {
              found.compareAndSet(false, rows.test(variable.id));
              return null;
            }
          });
    }
    return found.get();
  }

  /**
   * A time as a timestamp to the millisecond.
   *
   * @throws AzofException {@code UNSUPPORTED} when it is a text, which must be cast before
   */
  static RexNode timestamp(RexBuilder rex, RexNode time) {
    RelDataType type = time.getType();
    if (SqlTypeFamily.CHARACTER.getTypeNames().contains(type.getSqlTypeName())) {
      throw new AzofException(
          ErrorCode.UNSUPPORTED,
          "The time of a time clause that is computed for each row must be a timestamp or a date;"
              + " cast the text to TIMESTAMP");
    }
    RelDataType timestamp =
        rex.getTypeFactory()
            .createTypeWithNullability(
                rex.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3), type.isNullable());
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP && type.getPrecision() <= 3
        ? time
        : rex.makeCast(timestamp, time);
  }

  /** Whether a version has begun at a time. */
  static RexNode isStarted(RexBuilder rex, RexNode validFrom, RexNode time) {
    return rex.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, time, validFrom);
  }

  /** Whether a version has not ended at a time. */
  static RexNode isNotEnded(RexBuilder rex, RexNode validTo, RexNode time) {
    return rex.makeCall(
        SqlStdOperatorTable.OR,
        rex.makeCall(SqlStdOperatorTable.IS_NULL, validTo),
        rex.makeCall(SqlStdOperatorTable.LESS_THAN, time, validTo));
  }
}
