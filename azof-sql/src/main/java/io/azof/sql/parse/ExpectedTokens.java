package io.azof.sql.parse;

import io.azof.sql.parse.grammar.ParseException;
import io.azof.sql.parse.grammar.SqlGrammarConstants;
import io.azof.sql.parse.grammar.Token;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What could have stood where the grammar met a token that it did not expect. */
final class ExpectedTokens {
  /** More than so many are not told one by one. */
  private static final int TOLD_MAX = 6;

  private ExpectedTokens() {}

  /** The kinds of tokens that can follow the first ones, which were expected. */
  static Set<Integer> kinds(ParseException e, int depth) {
    Set<Integer> kinds = new TreeSet<>();
    for (int[] sequence : e.expectedTokenSequences) {
      if (sequence.length > depth && begins(sequence, e.currentToken.next, depth)) {
        kinds.add(sequence[depth]);
      }
    }
    return kinds;
  }

  private static boolean begins(int[] sequence, Token first, int depth) {
    Token token = first;
    for (int i = 0; i < depth; i++) {
      if (token == null || sequence[i] != token.kind) {
        return false;
      }
      token = token.next;
    }
    return true;
  }

  /** The end of a sentence that tells what could stand there; empty when that is too much. */
  static String at(ParseException e, int depth) {
    Set<Integer> kinds = kinds(e, depth);
    if (kinds.contains(SqlGrammarConstants.CASE) && kinds.contains(SqlGrammarConstants.LPAREN)) {
      return "; an expression is expected";
    }
    if (kinds.contains(SqlGrammarConstants.WHERE) || kinds.contains(SqlGrammarConstants.EOF)) {
      return "";
    }
    if (kinds.contains(SqlGrammarConstants.IDENTIFIER)) {
      return "; a name is expected";
    }
    List<String> images =
        kinds.stream()
            .filter(kind -> kind != SqlGrammarConstants.EOF)
            .map(kind -> SqlGrammarConstants.tokenImage[kind])
            .filter(image -> image.startsWith("\""))
            .toList();
    return images.isEmpty() || images.size() > TOLD_MAX || images.size() < kinds.size() - 1
        ? ""
        : "; " + String.join(" or ", images) + " can stand here";
  }
}
