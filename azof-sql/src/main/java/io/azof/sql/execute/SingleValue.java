package io.azof.sql.execute;

import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The value of a subquery that stands for one value: an error when it has more rows. */
final class SingleValue {
  private static final SqlParserPos POSITION = SqlParserPos.ZERO;

  private SingleValue() {}

  /** {@code CASE WHEN COUNT(*) > 1 THEN ERROR('…') ELSE ANY_VALUE(x) END}. */
  static SqlNode checked(SqlNode value) {
    SqlNode tooMany =
        SqlStdOperatorTable.GREATER_THAN.createCall(
            POSITION,
            SqlStdOperatorTable.COUNT.createCall(POSITION, SqlIdentifier.STAR),
            SqlLiteral.createExactNumeric("1", POSITION));
    SqlNode error =
        function("ERROR")
            .createCall(
                POSITION,
                SqlLiteral.createCharString(
                    "a subquery that stands for one value has more than one row", POSITION));
    return new SqlCase(
        POSITION,
        null,
        SqlNodeList.of(tooMany),
        SqlNodeList.of(error),
        SqlStdOperatorTable.MIN.createCall(POSITION, value));
  }

  private static SqlUnresolvedFunction function(String name) {
    return new SqlUnresolvedFunction(
        new SqlIdentifier(List.of(name), POSITION),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}
