package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SET, RESET or SHOW of a setting as the grammar hands it on, among its other statements. */
public final class SettingNode extends SqlCall {
  private static final SqlOperator OPERATOR = new SqlSpecialOperator("SETTING", SqlKind.SET_OPTION);

  private final SettingStatement.Kind kind;
  private final SqlIdentifier name;
  private final @Nullable SqlNode value;

  private SettingNode(
      SqlParserPos position,
      SettingStatement.Kind kind,
      SqlIdentifier name,
      @Nullable SqlNode value) {
    super(position);
    this.kind = kind;
    this.name = name;
    this.value = value;
  }

  /**
   * SET name = value.
   *
   * @param value a literal or a word
   */
  public static SettingNode set(SqlParserPos position, SqlIdentifier name, SqlNode value) {
    return new SettingNode(position, SettingStatement.Kind.SET, name, value);
  }

  /** RESET name. */
  public static SettingNode reset(SqlParserPos position, SqlIdentifier name) {
    return new SettingNode(position, SettingStatement.Kind.RESET, name, null);
  }

  /** SHOW name. */
  public static SettingNode show(SqlParserPos position, SqlIdentifier name) {
    return new SettingNode(position, SettingStatement.Kind.SHOW, name, null);
  }

  SettingStatement statement(String text) {
    return new SettingStatement(text, kind, name, value);
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
