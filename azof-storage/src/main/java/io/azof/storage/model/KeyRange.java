package io.azof.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * The keys from one to another one, in the order of the bytes of their UTF-8.
 *
 * @param min none is less; null: there is no bound
 * @param max none is greater; null: there is no bound
 * @param minExcluded whether all are greater than {@code min}
 * @param maxExcluded whether all are less than {@code max}
 */
public record KeyRange(
    @Nullable String min, @Nullable String max, boolean minExcluded, boolean maxExcluded) {

  /** All keys. */
  public static final KeyRange ALL = new KeyRange(null, null);

  public KeyRange {
    minExcluded = minExcluded && min != null;
    maxExcluded = maxExcluded && max != null;
  }

  /** The keys from one to another one, both inclusive. */
  public KeyRange(@Nullable String min, @Nullable String max) {
    this(min, max, false, false);
  }

  /** One key. */
  public static KeyRange of(String key) {
    return new KeyRange(key, key);
  }

  /** Whether this is one key. */
  public boolean isOne() {
    return min != null && min.equals(max) && !minExcluded && !maxExcluded;
  }

  /** Whether no key is in it. */
  public boolean isEmpty() {
    if (min == null || max == null) {
      return false;
    }
    int order = compare(min, max);
    return order > 0 || (order == 0 && (minExcluded || maxExcluded));
  }

  /** Whether some key is in this range and in another one. */
  public boolean touches(KeyRange other) {
    return !isEmpty() && !other.isEmpty() && !intersect(other).isEmpty();
  }

  /** The keys that are in both. */
  public KeyRange intersect(KeyRange other) {
    KeyRange first = startsAfter(other) ? this : other;
    KeyRange last = endsBefore(other) ? this : other;
    return new KeyRange(first.min, last.max, first.minExcluded, last.maxExcluded);
  }

  private boolean startsAfter(KeyRange other) {
    if (min == null || other.min == null) {
      return other.min == null;
    }
    int order = compare(min, other.min);
    return order > 0 || (order == 0 && minExcluded);
  }

  private boolean endsBefore(KeyRange other) {
    if (max == null || other.max == null) {
      return other.max == null;
    }
    int order = compare(max, other.max);
    return order < 0 || (order == 0 && maxExcluded);
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
    String start = min == null ? "the first" : quoted(min);
    String end = max == null ? "the last" : quoted(max);
    return (minExcluded ? "after " : "from ") + start + (maxExcluded ? " before " : " to ") + end;
  }

  private static String quoted(@Nullable String key) {
    return "\"" + key + "\"";
  }
}
