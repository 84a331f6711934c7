package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The parser's errors as one sentence each, without its lists of expected words. */
final class SyntaxErrors {
  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered \"(.*?)\" at line (\\d+), column (\\d+)", Pattern.DOTALL);
  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\.\\s*Encountered: (.*)");

  private SyntaxErrors() {}

  static AzofException of(SqlParseException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof AzofException known) {
        return known;
      }
      if (cause instanceof StackOverflowError) {
        return SqlFault.tooDeep();
      }
    }
    String message = String.valueOf(e.getMessage());
    Matcher encountered = ENCOUNTERED.matcher(message);
    if (encountered.find()) {
      return at(encountered.group(2), encountered.group(3), unexpected(encountered.group(1)));
    }
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.find()) {
      String what =
          lexical.group(3).startsWith("<EOF>")
              ? "A quoted text or comment is not closed"
              : "Unexpected character " + lexical.group(3);
      return at(lexical.group(1), lexical.group(2), what);
    }
    SqlParserPos position = e.getPos() == null ? SqlParserPos.ZERO : e.getPos();
    return SqlFault.invalid(position, Sentence.first(message));
  }

  private static String unexpected(String token) {
    return token.startsWith("<EOF>")
        ? "The statement ends too early"
        : "Unexpected \"" + token.strip() + "\"";
  }

  private static AzofException at(String line, String column, String sentence) {
    return SqlFault.at(
        ErrorCode.SQL_INVALID, Integer.parseInt(line), Integer.parseInt(column), sentence);
  }
}
