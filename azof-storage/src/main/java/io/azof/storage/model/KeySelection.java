package io.azof.storage.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which keys are asked for.
 *
 * @param ranges a key is asked for when it is in one of them; none: no key is
 */
public record KeySelection(List<KeyRange> ranges) {

  /** All keys. */
  public static final KeySelection ALL = new KeySelection(List.of(KeyRange.ALL));

  /** So many keys or ranges can be looked for in a file one by one. */
  public static final int SEARCHABLE_MAX = 32;

  private static final int RANGES_MAX = 1_000;
  private static final int SHOWN_MAX = 5;

  /** What is too many ranges to ask for one by one becomes the one that covers them. */
  public KeySelection {
    ranges =
        ranges.stream()
            .filter(range -> !range.isEmpty())
            .distinct()
            .collect(Collectors.toUnmodifiableList());
    if (ranges.size() > RANGES_MAX || ranges.contains(KeyRange.ALL)) {
      ranges = List.of(covering(ranges));
    }
  }

  /** Some keys, one by one. */
  public static KeySelection of(Collection<String> keys) {
    return new KeySelection(keys.stream().map(KeyRange::of).toList());
  }

  /** Whether every key is asked for. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** Whether it is single keys that are asked for, so few that each can be looked for. */
  public boolean isOfSingleKeys() {
    return ranges.size() <= SEARCHABLE_MAX && ranges.stream().allMatch(KeyRange::isOne);
  }

  /** Whether some key of a range is asked for. */
  public boolean touches(KeyRange keys) {
    return ranges.stream().anyMatch(keys::touches);
  }

  /** The keys that both ask for. */
  public KeySelection intersect(KeySelection other) {
    if (isAll()) {
      return other;
    }
    List<KeyRange> both = new ArrayList<>();
    for (KeyRange range : ranges) {
      other.ranges.forEach(of -> both.add(range.intersect(of)));
    }
    return other.isAll() ? this : new KeySelection(both);
  }

  /** The keys that one of them asks for. */
  public KeySelection union(KeySelection other) {
    List<KeyRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return new KeySelection(all);
  }

  /** The same keys, or if they are more than can be looked for, all keys between them as well. */
  public KeySelection searchable() {
    return ranges.size() <= SEARCHABLE_MAX ? this : new KeySelection(List.of(covering(ranges)));
  }

  private static KeyRange covering(List<KeyRange> ranges) {
    Comparator<String> order = KeyRange::compare;
    boolean hasFirst = ranges.stream().allMatch(range -> range.min() != null);
    boolean hasLast = ranges.stream().allMatch(range -> range.max() != null);
    return new KeyRange(
        hasFirst ? ranges.stream().map(KeyRange::min).min(order).orElseThrow() : null,
        hasLast ? ranges.stream().map(KeyRange::max).max(order).orElseThrow() : null);
  }

  @Override
  public String toString() {
    if (isAll()) {
      return "all keys";
    }
    if (ranges.isEmpty()) {
      return "no key";
    }
    String shown =
        ranges.stream().limit(SHOWN_MAX).map(KeyRange::toString).collect(Collectors.joining(", "));
    int more = ranges.size() - SHOWN_MAX;
    return (ranges.size() == 1 ? "key " : "keys ")
        + shown
        + (more > 0 ? " and " + more + " more" : "");
  }
}
