package io.azof.storage.csv;

/** What the bytes of UTF-8 can be: RFC 3629, section 4. */
public final class Utf8 {
  private Utf8() {}

  /** Whether the bytes from one position up to another are UTF-8. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      byte lead = bytes[i++];
      if (lead >= 0) {
        continue;
      }
      int following = following(lead & 0xFF);
      if (following == 0 || i + following > to || !isSecond(lead & 0xFF, bytes[i] & 0xFF)) {
        return false;
      }
      for (int k = 1; k < following; k++) {
        if ((bytes[i + k] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += following;
    }
    return true;
  }

  /** How many bytes follow this one; 0 when it cannot come first. */
  private static int following(int lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
      return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      return 2;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
  }

  /** Neither longer than need be, nor half of a UTF-16 pair, nor beyond the last character. */
  private static boolean isSecond(int lead, int second) {
    return switch (lead) {
      case 0xE0 -> second >= 0xA0 && second <= 0xBF;
      case 0xED -> second >= 0x80 && second <= 0x9F;
      case 0xF0 -> second >= 0x90 && second <= 0xBF;
      case 0xF4 -> second >= 0x80 && second <= 0x8F;
      default -> second >= 0x80 && second <= 0xBF;
    };
  }
}
