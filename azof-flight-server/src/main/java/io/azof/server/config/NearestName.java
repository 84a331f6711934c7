package io.azof.server.config;

import java.util.Comparator;
import java.util.stream.Stream;

/** Finds what somebody probably meant. */
final class NearestName {
  private NearestName() {}

  /** The one of the known names with the least edits to the given one. */
  static String of(String given, Stream<String> known) {
    return known.min(Comparator.comparingInt(name -> edits(given, name))).orElse("");
  }

  private static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
