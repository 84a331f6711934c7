package io.azof.sql.function;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Other ways to write CASE and COALESCE. */
final class ConditionalFunctions {
  private ConditionalFunctions() {}

  static List<SqlOperator> all() {
    return List.of(
        new RewrittenFunction("DECODE", 3, -1, ConditionalFunctions::decode),
        new RewrittenFunction("IF", 3, 3, ConditionalFunctions::choice),
        new RewrittenFunction("IFNULL", 2, 2, SqlStdOperatorTable.COALESCE::createCall),
        new RewrittenFunction("IIF", 3, 3, ConditionalFunctions::choice),
        new RewrittenFunction("NVL", 2, 2, SqlStdOperatorTable.COALESCE::createCall),
        new RewrittenFunction("NVL2", 3, 3, ConditionalFunctions::nvl2));
  }

  private static SqlNode choice(SqlParserPos position, List<SqlNode> arguments) {
    return ifThenElse(position, arguments.get(0), arguments.get(1), arguments.get(2));
  }

  private static SqlNode nvl2(SqlParserPos position, List<SqlNode> arguments) {
    SqlNode known = SqlStdOperatorTable.IS_NOT_NULL.createCall(position, arguments.get(0));
    return ifThenElse(position, known, arguments.get(1), arguments.get(2));
  }

  private static SqlNode ifThenElse(
      SqlParserPos position, SqlNode condition, SqlNode then, SqlNode otherwise) {
    return new SqlCase(position, null, SqlNodeList.of(condition), SqlNodeList.of(then), otherwise);
  }

  /** DECODE(x, a, b, c, d, e): of a null it finds a null. */
  private static SqlNode decode(SqlParserPos position, List<SqlNode> arguments) {
    SqlNodeList conditions = new SqlNodeList(position);
    SqlNodeList values = new SqlNodeList(position);
    int i = 1;
    for (; i + 1 < arguments.size(); i += 2) {
      conditions.add(
          SqlStdOperatorTable.IS_NOT_DISTINCT_FROM.createCall(
              position, arguments.get(0), arguments.get(i)));
      values.add(arguments.get(i + 1));
    }
    SqlNode otherwise = i < arguments.size() ? arguments.get(i) : SqlLiteral.createNull(position);
    return new SqlCase(position, null, conditions, values, otherwise);
  }
}
