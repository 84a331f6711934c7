package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.parse.SqlFault;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.ValueText;
import java.time.LocalDate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.TimestampString;

/** A text in a statement that stands for a value of a column. */
final class WrittenText {
  private static final int TIME_DIGITS = 3;

  private WrittenText() {}

  /**
   * The value that a text stands for, at its position.
   *
   * @throws AzofException {@code SQL_INVALID} at the text, when it reads as none
   */
  static SqlNode value(SqlCharStringLiteral text, RelDataTypeField column) {
    String value = String.valueOf(text.getValueAs(String.class));
    try {
      return value(text, value.strip(), column.getType());
    } catch (IllegalArgumentException | AzofException e) {
      throw SqlFault.invalid(
          text.getParserPosition(),
          "Column \""
              + column.getName()
              + "\" is of type "
              + Assignments.words(column.getType())
              + ", which \""
              + value
              + "\" does not read as");
    }
  }

  private static SqlNode value(SqlCharStringLiteral text, String value, RelDataType type) {
    SqlParserPos position = text.getParserPosition();
    return switch (type.getSqlTypeName()) {
      case TIMESTAMP ->
          SqlLiteral.createTimestamp(
              SqlTypeName.TIMESTAMP,
              TimestampString.fromMillisSinceEpoch(EventTime.parse(value).epochMillis()),
              TIME_DIGITS,
              position);
      case DATE ->
          SqlLiteral.createDate(
              CurrentTime.date((LocalDate) ValueText.parse(ColumnType.DATE, value)), position);
      case BOOLEAN ->
          SqlLiteral.createBoolean((Boolean) ValueText.parse(ColumnType.BOOLEAN, value), position);
      case BIGINT ->
          SqlLiteral.createExactNumeric(
              ValueText.parse(ColumnType.INT, value).toString(), position);
      case DECIMAL -> {
        ValueText.parse(ColumnType.decimal(type.getPrecision(), type.getScale()), value);
        yield cast(text, type);
      }
      case DOUBLE -> {
        ValueText.parse(ColumnType.DOUBLE, value);
        yield cast(text, type);
      }
      case VARBINARY -> throw new IllegalArgumentException("bytes are written X'00ff'");
      default -> text;
    };
  }

  private static SqlNode cast(SqlNode text, RelDataType type) {
    return SqlStdOperatorTable.CAST.createCall(
        text.getParserPosition(), text, SqlTypeUtil.convertTypeToSpec(type));
  }
}
