package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A definition as the grammar hands it on, among its other statements. */
public final class DefinitionNode extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("DEFINITION", SqlKind.OTHER_DDL);

  private final Definition definition;

  public DefinitionNode(SqlParserPos position, Definition definition) {
    super(position);
    this.definition = definition;
  }

  Definition definition() {
    return definition;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  /** There are no expressions in it that anybody should look at. */
  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }
}
