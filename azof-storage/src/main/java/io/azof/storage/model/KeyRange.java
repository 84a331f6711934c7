package io.azof.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * The keys from one to another one, both inclusive, in the order of the bytes of their UTF-8.
 *
 * @param min the least; null: there is none
 * @param max the greatest; null: there is none
 */
public record KeyRange(@Nullable String min, @Nullable String max) {

  /** All keys. */
  public static final KeyRange ALL = new KeyRange(null, null);

  /** One key. */
  public static KeyRange of(String key) {
    return new KeyRange(key, key);
  }

  /** Whether this is one key. */
  public boolean isOne() {
    return min != null && min.equals(max);
  }

  /** Whether no key is in it. */
  public boolean isEmpty() {
    return min != null && max != null && compare(min, max) > 0;
  }

  /** Whether some key is in this range and in another one. */
  public boolean touches(KeyRange other) {
    return !isEmpty() && !other.isEmpty() && !intersect(other).isEmpty();
  }

  /** The keys that are in both. */
  public KeyRange intersect(KeyRange other) {
    return new KeyRange(
        min == null || (other.min != null && compare(other.min, min) > 0) ? other.min : min,
        max == null || (other.max != null && compare(other.max, max) < 0) ? other.max : max);
  }

  /**
   * Compares keys by the bytes of their UTF-8, which is the order of their code points: that of
   * their {@code char}s but for those beyond 16 bits, which come last.
   */
  public static int compare(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean isALong = Character.isSurrogate(a);
        return isALong == Character.isSurrogate(b) ? Character.compare(a, b) : isALong ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  @Override
  public String toString() {
    if (isOne()) {
      return quoted(min);
    }
    return "from "
        + (min == null ? "the first" : quoted(min))
        + " to "
        + (max == null ? "the last" : quoted(max));
  }

  private static String quoted(@Nullable String key) {
    return "\"" + key + "\"";
  }
}
