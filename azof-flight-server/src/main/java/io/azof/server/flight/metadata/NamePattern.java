package io.azof.server.flight.metadata;

import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern over names: {@code %} stands for any text, {@code _} for one character, and a
 * backslash takes the meaning of the character after it away. Case does not matter, as in SQL.
 * Clients send whole queries: it takes no more than the time of the pattern times the name.
 *
 * @param text the pattern
 */
record NamePattern(String text) {
  private static final char ESCAPE = '\\';

  /** The pattern that a client sent; none matches every name. */
  static NamePattern of(@Nullable String text) {
    return new NamePattern(text == null ? "%" : text);
  }

  boolean matches(String name) {
    int afterPercent = -1;
    int nameAtPercent = 0;
    int p = 0;
    int n = 0;
    while (n < name.length()) {
      if (p < text.length() && text.charAt(p) == '%') {
        afterPercent = ++p;
        nameAtPercent = n;
      } else if (p < text.length() && matchesAt(p, name.charAt(n))) {
        p += isEscape(p) ? 2 : 1;
        n++;
      } else if (afterPercent >= 0) {
        p = afterPercent;
        n = ++nameAtPercent;
      } else {
        return false;
      }
    }
    while (p < text.length() && text.charAt(p) == '%') {
      p++;
    }
    return p == text.length();
  }

  private boolean matchesAt(int p, char c) {
    if (isEscape(p)) {
      return sameLetter(text.charAt(p + 1), c);
    }
    return text.charAt(p) == '_' || sameLetter(text.charAt(p), c);
  }

  private boolean isEscape(int p) {
    return text.charAt(p) == ESCAPE && p + 1 < text.length();
  }

  private static boolean sameLetter(char a, char b) {
    return Character.toLowerCase(Character.toUpperCase(a))
        == Character.toLowerCase(Character.toUpperCase(b));
  }
}
