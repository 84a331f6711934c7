package io.azof.sql.function;

/** Patterns of SIMILAR TO as regular expressions of a whole text. */
final class SimilarPattern {
  private static final String OPERATORS = "|*+?(){}";

  private SimilarPattern() {}

  /**
   * @param escape what takes the meaning of the next character away
   */
  static String regularExpression(String pattern, char escape) {
    StringBuilder expression = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char next = pattern.charAt(i);
      if (next == escape && i + 1 < pattern.length()) {
        expression.append(quoted(pattern.charAt(++i)));
      } else if (inClass) {
        inClass = next != ']';
        expression.append(next == '\\' ? "\\\\" : next);
      } else if (next == '[') {
        inClass = true;
        expression.append(next);
      } else if (next == '%') {
        expression.append(".*");
      } else if (next == '_') {
        expression.append('.');
      } else {
        expression.append(OPERATORS.indexOf(next) >= 0 ? String.valueOf(next) : quoted(next));
      }
    }
    return expression.toString();
  }

  private static String quoted(char character) {
    return Character.isLetterOrDigit(character) || character > 127
        ? String.valueOf(character)
        : "\\" + character;
  }
}
