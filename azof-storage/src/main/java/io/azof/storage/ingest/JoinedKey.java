package io.azof.storage.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several texts as one: joined by {@code |}, with a {@code \} before each {@code |} and {@code \}
 * within them. Two different lists of texts never give the same key. Used again for each row.
 */
public final class JoinedKey {
  private static final byte SEPARATOR = '|';
  private static final byte ESCAPE = '\\';

  private byte[] bytes = new byte[64];
  private int length;

  /** The joined texts, up to {@link #length}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Adds a text; the first one when {@code index} is 0. */
  void add(int index, byte[] part, int from, int to) {
    int needed = length + 2 * (to - from) + 1;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * needed);
    }
    if (index > 0) {
      bytes[length++] = SEPARATOR;
    }
    for (int i = from; i < to; i++) {
      if (part[i] == SEPARATOR || part[i] == ESCAPE) {
        bytes[length++] = ESCAPE;
      }
      bytes[length++] = part[i];
    }
  }

  /** The key of these texts. */
  public static String of(List<String> parts) {
    JoinedKey key = new JoinedKey();
    for (int i = 0; i < parts.size(); i++) {
      byte[] part = parts.get(i).getBytes(StandardCharsets.UTF_8);
      key.add(i, part, 0, part.length);
    }
    return new String(key.bytes, 0, key.length, StandardCharsets.UTF_8);
  }

  /** The texts of a key that {@link #of} made. */
  public static List<String> parts(String key) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char next = key.charAt(i);
      if (next == SEPARATOR) {
        parts.add(part.toString());
        part.setLength(0);
      } else if (next == ESCAPE && i + 1 < key.length()) {
        part.append(key.charAt(++i));
      } else {
        part.append(next);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
