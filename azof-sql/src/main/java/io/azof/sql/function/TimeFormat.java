package io.azof.sql.function;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** The patterns of PostgreSQL's TO_CHAR and TO_TIMESTAMP as the engine writes them. */
final class TimeFormat {
  /** Longer ones first. */
  private static final List<Entry<String, String>> PATTERNS =
      List.of(
          Map.entry("FMMonth", "%B"),
          Map.entry("FMDay", "%A"),
          Map.entry("FMMM", "%-m"),
          Map.entry("FMDD", "%-d"),
          Map.entry("FMHH24", "%-H"),
          Map.entry("FMHH12", "%-I"),
          Map.entry("HH24", "%H"),
          Map.entry("HH12", "%I"),
          Map.entry("YYYY", "%Y"),
          Map.entry("IYYY", "%G"),
          Map.entry("DDD", "%j"),
          Map.entry("Mon", "%b"),
          Map.entry("HH", "%I"),
          Map.entry("MI", "%M"),
          Map.entry("MM", "%m"),
          Map.entry("DD", "%d"),
          Map.entry("Dy", "%a"),
          Map.entry("SS", "%S"),
          Map.entry("MS", "%g"),
          Map.entry("US", "%f"),
          Map.entry("YY", "%y"),
          Map.entry("IW", "%V"),
          Map.entry("ID", "%u"),
          Map.entry("AM", "%p"),
          Map.entry("PM", "%p"));

  private TimeFormat() {}

  /**
   * The format of the engine. Letters that are no pattern must stand in double quotes.
   *
   * @throws IllegalArgumentException whose message names the first letters that are no pattern
   */
  static String of(String pattern) {
    StringBuilder format = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char next = pattern.charAt(at);
      if (next == '"') {
        int end = pattern.indexOf('"', at + 1);
        int last = end < 0 ? pattern.length() : end;
        format.append(pattern.substring(at + 1, last).replace("%", "%%"));
        at = last + 1;
      } else if (!Character.isLetter(next)) {
        format.append(next == '%' ? "%%" : next);
        at++;
      } else {
        Entry<String, String> found = found(pattern, at);
        format.append(found.getValue());
        at += found.getKey().length();
      }
    }
    return format.toString();
  }

  private static Entry<String, String> found(String pattern, int at) {
    return PATTERNS.stream()
        .filter(known -> matches(pattern, at, known.getKey()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(pattern.substring(at)));
  }

  /** Patterns of digits are of any case, those of words have the case of what they give. */
  private static boolean matches(String pattern, int at, String known) {
    boolean ignoreCase = known.chars().noneMatch(Character::isLowerCase) && !known.endsWith("M");
    return pattern.regionMatches(ignoreCase || known.equals("MM"), at, known, 0, known.length());
  }
}
