package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.QueryStatement.Answer;
import io.azof.sql.parse.grammar.ParseException;
import io.azof.sql.parse.grammar.SqlGrammar;
import io.azof.sql.parse.grammar.TokenMgrError;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.SourceStringReader;

/** Reads one statement. */
public final class StatementParser {
  /** How many characters an identifier may have. */
  private static final int IDENTIFIER_CHARACTERS_MAX = 1024;

  private StatementParser() {}

  /**
   * Reads the one statement of a text; a semicolon may end it.
   *
   * @throws AzofException {@code SQL_INVALID}, or {@code UNSUPPORTED} for a statement that Azof
   *     does not know, with line and column
   */
  public static Statement parse(String text) {
    SqlNodeList statements = statements(text);
    if (statements.isEmpty()) {
      throw SyntaxErrors.empty();
    }
    if (statements.size() > 1) {
      throw SqlFault.unsupported(
          statements.get(1).getParserPosition(), "Send one statement at a time");
    }
    SqlNode node = statements.get(0);
    if (node instanceof DefinitionNode definition) {
      return new DefinitionStatement(text, definition.definition());
    }
    if (node instanceof CallNode call) {
      return call.statement(text);
    }
    if (node instanceof SettingNode setting) {
      return setting.statement(text);
    }
    SqlNode statement = node instanceof SqlExplain explain ? explain.getExplicandum() : node;
    RefusedCalls.refuseIn(statement);
    int parameterCount = TimeClauses.check(statement);
    SqlNode aliased = VersionAliases.in(EscapedFunctions.in(statement));
    return statement.isA(SqlKind.DML)
        ? new ChangeStatement(text, aliased, parameterCount)
        : new QueryStatement(text, aliased, answer(node), parameterCount);
  }

  private static Answer answer(SqlNode node) {
    if (node instanceof SqlExplain explain) {
      return explain.getDetailLevel() == SqlExplainLevel.ALL_ATTRIBUTES ? Answer.RUN : Answer.PLAN;
    }
    return Answer.ROWS;
  }

  private static SqlNodeList statements(String text) {
    SqlAbstractParserImpl parser = SqlGrammar.FACTORY.getParser(new SourceStringReader(text));
    parser.setTabSize(1);
    parser.setQuotedCasing(Casing.UNCHANGED);
    parser.setUnquotedCasing(Casing.UNCHANGED);
    parser.setIdentifierMaxLength(IDENTIFIER_CHARACTERS_MAX);
    parser.setConformance(SqlConformanceEnum.LENIENT);
    parser.switchTo(SqlAbstractParserImpl.LexicalState.DQID);
    try {
      return parser.parseSqlStmtList();
    } catch (ParseException e) {
      throw SyntaxErrors.of(e);
    } catch (TokenMgrError e) {
      throw SyntaxErrors.ofLexer(String.valueOf(e.getMessage()));
    } catch (CalciteContextException e) {
      throw SyntaxErrors.of(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AzofException(
          ErrorCode.SQL_INVALID, Sentence.first(String.valueOf(e.getMessage())), e);
    }
  }
}
