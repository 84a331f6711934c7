package io.azof.sql.execute;

import java.util.List;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlAlienSystemTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Makes constants that are grouped or ordered by expressions, because the engine takes a bare
 * number there as the place of a column, and refuses a bare text.
 */
final class ConstantKeys extends SqlShuttle {
  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select) {
      select.setGroupBy(expressions(select.getGroup(), SqlLiteral.class::isInstance));
      // a number in ORDER BY is meant as the place of a column
      select.setOrderBy(expressions(select.getOrderList(), SqlCharStringLiteral.class::isInstance));
    }
    return visited;
  }

  private static @Nullable SqlNodeList expressions(
      @Nullable SqlNodeList keys, Predicate<SqlNode> constant) {
    if (keys == null) {
      return null;
    }
    List<SqlNode> expressions =
        keys.stream().map(key -> constant.test(key) ? asText(key) : key).toList();
    return new SqlNodeList(expressions, keys.getParserPosition());
  }

  private static SqlNode asText(SqlNode constant) {
    SqlParserPos position = SqlParserPos.ZERO;
    return SqlStdOperatorTable.CAST.createCall(
        position,
        constant,
        new SqlDataTypeSpec(
            new SqlAlienSystemTypeNameSpec("VARCHAR", SqlTypeName.VARCHAR, position), position));
  }
}
