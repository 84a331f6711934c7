package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Errors that point into the user's own text: {@code line 1, column 15: …}. */
public final class SqlFault {
  private SqlFault() {}

  /** A statement that is wrong there. */
  public static AzofException invalid(SqlParserPos position, String sentence) {
    return at(ErrorCode.SQL_INVALID, position.getLineNum(), position.getColumnNum(), sentence);
  }

  /** A statement that is right but asks for what Azof does not do. */
  public static AzofException unsupported(SqlParserPos position, String sentence) {
    return at(ErrorCode.UNSUPPORTED, position.getLineNum(), position.getColumnNum(), sentence);
  }

  /**
   * An error at a place in the text.
   *
   * @param line from 1; anything less says that the place is unknown, and it is left out
   */
  public static AzofException at(ErrorCode code, int line, int column, String sentence) {
    return new AzofException(
        code, line < 1 ? sentence : "line " + line + ", column " + column + ": " + sentence);
  }

  /** The error for a statement whose nesting does not fit the stack. */
  public static AzofException tooDeep() {
    return new AzofException(
        ErrorCode.SQL_INVALID, "The statement is nested too deeply; write it flatter");
  }
}
