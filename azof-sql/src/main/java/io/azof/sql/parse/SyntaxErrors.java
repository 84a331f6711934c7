package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.grammar.ParseException;
import io.azof.sql.parse.grammar.SqlGrammarConstants;
import io.azof.sql.parse.grammar.Token;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;

/** The parser's errors as one sentence each, without its lists of expected words. */
final class SyntaxErrors {
  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\.\\s*Encountered: (.*)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");
  private static final String NOT_A_TABLE =
      "A time clause can only follow the name of a table; write it within the subquery";

  private SyntaxErrors() {}

  /** An error of the lexer. */
  static AzofException ofLexer(String message) {
    Matcher lexical = LEXICAL.matcher(message);
    if (!lexical.find()) {
      return new AzofException(ErrorCode.SQL_INVALID, Sentence.first(message));
    }
    String what =
        lexical.group(3).startsWith("<EOF>")
            ? "A quoted text or comment is not closed"
            : "Unexpected character " + lexical.group(3);
    int line = Integer.parseInt(lexical.group(1));
    return SqlFault.at(ErrorCode.SQL_INVALID, line, Integer.parseInt(lexical.group(2)), what);
  }

  /** An error of the grammar's own checks. */
  static AzofException of(CalciteContextException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return SqlFault.at(
        ErrorCode.SQL_INVALID,
        e.getPosLine(),
        e.getPosColumn(),
        Sentence.first(String.valueOf(cause.getMessage())));
  }

  /** A token that the grammar does not expect. */
  static AzofException of(ParseException e) {
    Token last = e.currentToken;
    if (last.kind == SqlGrammarConstants.AT && last.next.kind == SqlGrammarConstants.LPAREN) {
      return at(last, NOT_A_TABLE);
    }
    Token token = last.next;
    int depth = 0;
    while (token.next != null && isExpected(e, depth, last.next)) {
      token = token.next;
      depth++;
    }
    return of(token, e, depth);
  }

  private static AzofException of(Token token, ParseException e, int depth) {
    return switch (token.kind) {
      case SqlGrammarConstants.EOF ->
          at(token, "The statement ends too early" + ExpectedTokens.at(e, depth));
      case SqlGrammarConstants.FOR -> at(token, NOT_A_TABLE);
      case SqlGrammarConstants.SEMICOLON ->
          e.currentToken.beginLine == 0 ? empty() : at(token, "Unexpected \";\"");
      default -> {
        if (token.image.equals("'") || token.image.equals("\"")) {
          yield at(token, "A quoted text is not closed");
        }
        boolean name = WORD.matcher(token.image).matches() && nameIsExpected(e, depth);
        yield at(
            token,
            "Unexpected \""
                + token.image
                + "\""
                + (name
                    ? "; to use that word as a name, write it in double quotes"
                    : ExpectedTokens.at(e, depth)));
      }
    };
  }

  /** Whether some expected sequence begins with the tokens up to this depth, inclusive. */
  private static boolean isExpected(ParseException e, int depth, Token first) {
    return Arrays.stream(e.expectedTokenSequences)
        .anyMatch(
            expected -> {
              Token token = first;
              for (int i = 0; i <= depth; i++) {
                if (i >= expected.length || token == null || expected[i] != token.kind) {
                  return false;
                }
                token = token.next;
              }
              return true;
            });
  }

  private static boolean nameIsExpected(ParseException e, int depth) {
    return ExpectedTokens.kinds(e, depth).contains(SqlGrammarConstants.IDENTIFIER);
  }

  /** The error for a text without a statement in it. */
  static AzofException empty() {
    return new AzofException(ErrorCode.SQL_INVALID, "The statement is empty");
  }

  private static AzofException at(Token token, String sentence) {
    return SqlFault.at(ErrorCode.SQL_INVALID, token.beginLine, token.beginColumn, sentence);
  }
}
