package io.azof.storage.csv;

import java.util.Arrays;

/** Where the fields of one record lie. Used again for the next record. */
final class CsvFields {
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private boolean[] quoted = new boolean[32];
  private boolean[] unescapedHere = new boolean[32];
  private int count;
  private byte[] unescaped = new byte[64];
  private int unescapedBytes;

  void clear() {
    count = 0;
    unescapedBytes = 0;
  }

  int count() {
    return count;
  }

  boolean isNull(int field) {
    return starts[field] == ends[field] && !quoted[field];
  }

  /** Whether start and end are positions in {@link #unescaped}, not in the record. */
  boolean isUnescaped(int field) {
    return unescapedHere[field];
  }

  byte[] unescaped() {
    return unescaped;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  void add(int start, int end, boolean isQuoted) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      quoted = Arrays.copyOf(quoted, 2 * count);
      unescapedHere = Arrays.copyOf(unescapedHere, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    quoted[count] = isQuoted;
    unescapedHere[count] = false;
    count++;
  }

  void removeLast() {
    count--;
  }

  /** Copies the last field, with single quotes in place of its doubled ones. */
  void unescape(byte[] bytes, int recordStart) {
    int last = count - 1;
    int length = ends[last] - starts[last];
    if (unescapedBytes + length > unescaped.length) {
      unescaped = Arrays.copyOf(unescaped, 2 * (unescapedBytes + length));
    }
    int start = unescapedBytes;
    for (int i = starts[last]; i < ends[last]; i++) {
      byte next = bytes[recordStart + i];
      unescaped[unescapedBytes++] = next;
      i += next == '"' ? 1 : 0;
    }
    starts[last] = start;
    ends[last] = unescapedBytes;
    unescapedHere[last] = true;
  }
}
