package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.storage.model.EventTime;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
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
      for (SqlNode time : ((SqlCall) snapshot.getPeriod()).getOperandList()) {
        time.accept(new ConstantTime());
        if (time instanceof SqlCharStringLiteral text) {
          requireTime(text);
        }
      }
    }
    return super.visit(call);
  }

  private static void requireTime(SqlCharStringLiteral text) {
    try {
      EventTime.parse(text.getValueAs(String.class));
    } catch (AzofException e) {
      throw SqlFault.invalid(text.getParserPosition(), String.valueOf(e.getMessage()));
    }
  }

  /** Refuses what is not known before a row is read. */
  private static final class ConstantTime extends SqlBasicVisitor<@Nullable Void> {
    @Override
    public @Nullable Void visit(SqlIdentifier column) {
      if (column.isSimple() && NOW.contains(column.getSimple().toUpperCase(Locale.ROOT))) {
        return null;
      }
      throw SqlFault.unsupported(
          column.getParserPosition(),
          "The time of a time clause must be a constant; a time for each row, from the column \""
              + column
              + "\", is not supported yet");
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        throw SqlFault.unsupported(
            call.getParserPosition(),
            "The time of a time clause must be a constant; a subquery is not supported there");
      }
      return super.visit(call);
    }
  }
}
