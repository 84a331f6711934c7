package io.azof.storage.csv;

import java.nio.charset.StandardCharsets;

/** Parts of texts, byte by byte: the digits and letters of ASCII and no others. */
final class Ascii {
  private Ascii() {}

  static boolean isDigit(byte next) {
    return next >= '0' && next <= '9';
  }

  /**
   * @param lower in small letters of ASCII
   */
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lower) {
    if (to - from != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      byte next = bytes[from + i];
      if (next != lower.charAt(i) && (next | 0x20) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number that exactly {@code count} digits write; -1 when one of them is none. */
  static int number(byte[] bytes, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(bytes[i])) {
        return -1;
      }
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
