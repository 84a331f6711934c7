package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.storage.model.EventTime;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** What can be said of a statement's time clauses before any table is known. */
final class TimeClauses extends SqlBasicVisitor<@Nullable Void> {
  /** Functions without parentheses, which read as names. */
  private static final Set<String> NOW =
      Set.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP");

  private int parameterCount;

  private TimeClauses() {}

  /**
   * Requires that the time of every time clause is a constant, and a string that is a time.
   *
   * @return how many {@code ?} the query has, in its time clauses and elsewhere
   */
  static int check(SqlNode query) {
    TimeClauses clauses = new TimeClauses();
    query.accept(clauses);
    return clauses.parameterCount;
  }

  @Override
  public @Nullable Void visit(SqlDynamicParam parameter) {
    parameterCount = Math.max(parameterCount, parameter.getIndex() + 1);
    return null;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSnapshot snapshot) {
      SqlCall clause = (SqlCall) snapshot.getPeriod();
      boolean isRange = clause.getOperator() instanceof HistoryClause;
      for (SqlNode time : clause.getOperandList()) {
        time.accept(new TimeOperands(isRange));
        if (SqlUtil.isNullLiteral(time, true)) {
          throw SqlFault.invalid(
              time.getParserPosition(), "The time of a time clause is null; give it a time");
        }
        if (time instanceof SqlCharStringLiteral text) {
          requireTime(text);
        }
      }
    }
    if (call instanceof SqlJoin join
        && (join.getJoinType() == JoinType.RIGHT || join.getJoinType() == JoinType.FULL)) {
      requireNoRowTime(join);
    }
    return super.visit(call);
  }

  /** A row without a partner has no time at which the table could be looked at. */
  private static void requireNoRowTime(SqlJoin join) {
    SqlNode right = join.getRight();
    SqlNode table = right.getKind() == SqlKind.AS ? ((SqlCall) right).operand(0) : right;
    if (table instanceof SqlSnapshot snapshot && hasColumn(snapshot.getPeriod())) {
      throw SqlFault.unsupported(
          snapshot.getPeriod().getParserPosition(),
          "A "
              + join.getJoinType()
              + " JOIN cannot have a table as of a time of each row; write an inner or a LEFT"
              + " JOIN");
    }
  }

  private static boolean hasColumn(SqlNode period) {
    AtomicBoolean found = new AtomicBoolean();
    period.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier column) {
            found.compareAndSet(false, !isNow(column));
            return null;
          }
        });
    return found.get();
  }

  private static boolean isNow(SqlIdentifier column) {
    return column.isSimple() && NOW.contains(column.getSimple().toUpperCase(Locale.ROOT));
  }

  private static void requireTime(SqlCharStringLiteral text) {
    try {
      EventTime.parse(text.getValueAs(String.class));
    } catch (AzofException e) {
      throw SqlFault.invalid(text.getParserPosition(), String.valueOf(e.getMessage()));
    }
  }

  /** Refuses subqueries, and columns where a time must be known before a row is read. */
  private static final class TimeOperands extends SqlBasicVisitor<@Nullable Void> {
    private final boolean isConstant;

    private TimeOperands(boolean isConstant) {
      this.isConstant = isConstant;
    }

    @Override
    public @Nullable Void visit(SqlIdentifier column) {
      if (isConstant && !isNow(column)) {
        throw SqlFault.unsupported(
            column.getParserPosition(),
            "The times of a range must be constants; the column \"" + column + "\" is none");
      }
      return null;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        throw SqlFault.unsupported(
            call.getParserPosition(),
            "The time of a time clause must be a constant or, in a join, be computed from columns"
                + " to its left; a subquery is not supported there");
      }
      return super.visit(call);
    }
  }
}
