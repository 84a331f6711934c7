package io.azof.storage.write;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** Whether texts are UTF-8, which nothing in Arrow ensures. */
final class Utf8Check {
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8Check() {}

  /** The first row whose text is not UTF-8; the number of rows when there is none. */
  static int firstInvalid(VarCharVector texts, int rows) {
    if (rows == 0 || isAscii(texts.getDataBuffer(), texts.getStartOffset(0), end(texts, rows))) {
      return rows;
    }
    for (int row = 0; row < rows; row++) {
      if (!texts.isNull(row) && !isValid(texts.get(row))) {
        return row;
      }
    }
    return rows;
  }

  private static int end(VarCharVector texts, int rows) {
    return texts.getEndOffset(rows - 1);
  }

  private static boolean isAscii(ArrowBuf bytes, long from, long to) {
    long at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      if ((bytes.getLong(at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (bytes.getByte(at) < 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
  static boolean isValid(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int lead = bytes[at++] & 0xFF;
      if (lead < 0x80) {
        continue;
      }
      int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
      if (lead < 0xC2 || lead > 0xF4 || at + more > bytes.length) {
        return false;
      }
      int second = bytes[at] & 0xFF;
      int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (second < least || second > most) {
        return false;
      }
      for (int i = 1; i < more; i++) {
        if ((bytes[at + i] & 0xC0) != 0x80) {
          return false;
        }
      }
      at += more;
    }
    return true;
  }
}
