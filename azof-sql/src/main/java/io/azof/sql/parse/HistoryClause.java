package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * The range of a history clause. It stands where the time of a time clause stands, with two times;
 * users cannot call it.
 */
public final class HistoryClause extends SqlSpecialOperator {
  /** From a time to before another one. */
  public static final HistoryClause FROM_TO = new HistoryClause("FROM TO");

  /** From a time to another one, inclusive. */
  public static final HistoryClause BETWEEN = new HistoryClause("BETWEEN AND");

  private HistoryClause(String name) {
    super(
        name,
        SqlKind.OTHER,
        0,
        true,
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3),
        null,
        OperandTypes.VARIADIC);
  }

  /** A table with {@code FOR EVENT_TIME FROM a TO b} behind it. */
  public static SqlNode fromTo(SqlParserPos position, SqlNode table, SqlNode from, SqlNode to) {
    return FROM_TO.over(position, table, List.of(from, to));
  }

  /**
   * A table with {@code FOR EVENT_TIME BETWEEN a AND b} behind it.
   *
   * @param range both times, as the condition that they read as
   */
  public static SqlNode between(SqlParserPos position, SqlNode table, SqlNode range) {
    if (range instanceof SqlCall call && range.getKind() == SqlKind.AND) {
      return BETWEEN.over(position, table, call.getOperandList());
    }
    throw SqlFault.invalid(position, "Write a range of event time as BETWEEN a AND b");
  }

  /** A table with {@code FOR ALL EVENT_TIME} behind it. */
  public static SqlNode all(SqlParserPos position, SqlNode table) {
    return VersionedName.history(position, table);
  }

  private SqlNode over(SqlParserPos position, SqlNode table, List<SqlNode> times) {
    return new SqlSnapshot(
        position,
        VersionedName.history(position, table),
        createCall(times.get(0).getParserPosition(), times));
  }

  /** Calcite compares expressions by their text. */
  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startFunCall(getName());
    for (SqlNode time : call.getOperandList()) {
      writer.sep(",");
      time.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
  }

  /** A timestamp, as Calcite asks of time clauses. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    call.getOperandList().forEach(time -> validator.deriveType(scope, time));
    return validator.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3);
  }
}
