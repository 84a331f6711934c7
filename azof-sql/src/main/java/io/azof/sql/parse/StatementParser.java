package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.grammar.SqlGrammar;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Reads one statement. */
public final class StatementParser {
  /** How many characters an identifier may have. */
  private static final int IDENTIFIER_CHARACTERS_MAX = 1024;

  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(SqlGrammar.FACTORY)
          .withConformance(SqlConformanceEnum.LENIENT)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(IDENTIFIER_CHARACTERS_MAX);

  private StatementParser() {}

  /**
   * Reads the one statement of a text; a semicolon may end it.
   *
   * @throws AzofException {@code SQL_INVALID}, or {@code UNSUPPORTED} for anything but a query or
   *     its EXPLAIN, with line and column
   */
  public static Statement parse(String text) {
    SqlNodeList statements = statements(text);
    if (statements.isEmpty()) {
      throw new AzofException(ErrorCode.SQL_INVALID, "The statement is empty");
    }
    if (statements.size() > 1) {
      throw SqlFault.unsupported(
          statements.get(1).getParserPosition(), "Send one statement at a time");
    }
    SqlNode node = statements.get(0);
    boolean explain = node instanceof SqlExplain;
    SqlNode query = explain ? ((SqlExplain) node).getExplicandum() : node;
    int parameterCount = TimeClauses.check(query);
    return new Statement(text, query, explain, parameterCount);
  }

  private static SqlNodeList statements(String text) {
    try {
      return SqlParser.create(text, CONFIG).parseStmtList();
    } catch (SqlParseException e) {
      throw SyntaxErrors.of(e);
    }
  }
}
