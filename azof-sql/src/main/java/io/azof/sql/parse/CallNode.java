package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A CALL as the grammar hands it on, among its other statements. */
public final class CallNode extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("CALL", SqlKind.PROCEDURE_CALL);

  private final SqlIdentifier procedure;
  private final List<SqlNode> arguments;

  /**
   * @param arguments literals and parameters
   */
  public CallNode(SqlParserPos position, SqlIdentifier procedure, List<SqlNode> arguments) {
    super(position);
    this.procedure = procedure;
    this.arguments = List.copyOf(arguments);
  }

  CallStatement statement(String text) {
    return new CallStatement(text, procedure, arguments);
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return arguments;
  }
}
