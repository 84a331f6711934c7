package io.azof.sql.parse;

import io.azof.error.AzofException;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * SET, RESET or SHOW of a setting of the session.
 *
 * @param value a literal or a word; null unless it is SET
 */
public record SettingStatement(String text, Kind kind, SqlIdentifier name, @Nullable SqlNode value)
    implements Statement {

  /** What is done with the setting. */
  public enum Kind {
    SET,
    RESET,
    SHOW
  }

  /** The value of SET as text: of a time, a number or a text what stands in it. */
  public String valueText() {
    if (value instanceof SqlCharStringLiteral text) {
      return String.valueOf(text.getValueAs(String.class));
    }
    if (value instanceof SqlLiteral literal) {
      return String.valueOf(literal.toValue());
    }
    return String.valueOf(value);
  }

  /** The name of the setting as it was written. */
  public String settingName() {
    return name.getSimple();
  }

  /** The error for a setting that there is not. */
  public AzofException unknown(String sentence) {
    return SqlFault.invalid(name.getParserPosition(), sentence);
  }

  /** The error for a value that the setting cannot have. */
  public AzofException invalidValue(String sentence) {
    return SqlFault.invalid((value == null ? name : value).getParserPosition(), sentence);
  }

  /** There are none: settings are no expressions. */
  @Override
  public int parameterCount() {
    return 0;
  }

  @Override
  public <T> T match(Cases<T> cases) {
    return cases.setting(this);
  }
}
