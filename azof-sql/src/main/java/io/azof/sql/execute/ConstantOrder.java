package io.azof.sql.execute;

import java.util.List;
import org.apache.calcite.sql.SqlAlienSystemTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Makes texts that are ordered by expressions, because the engine refuses a bare one there. */
final class ConstantOrder extends SqlShuttle {
  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select) {
      // a number is meant as the place of a column
      select.setOrderBy(expressions(select.getOrderList()));
    }
    return visited;
  }

  private static @Nullable SqlNodeList expressions(@Nullable SqlNodeList keys) {
    if (keys == null) {
      return null;
    }
    List<SqlNode> expressions =
        keys.stream().map(key -> key instanceof SqlCharStringLiteral ? asText(key) : key).toList();
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
