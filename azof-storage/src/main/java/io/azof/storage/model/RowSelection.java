package io.azof.storage.model;

/**
 * Which rows of a state are wanted, as far as files can be asked. A promise of who asks: it does
 * not look at other rows, of which some may come nevertheless.
 *
 * @param keys those of the rows
 * @param sinceMillis the least event time, in epoch milliseconds. Rows that are older need not be
 *     looked at even to know which row of a key is the newest: if that one is old, it is not wanted
 */
public record RowSelection(KeySelection keys, long sinceMillis) {

  /** All rows. */
  public static final RowSelection ALL = new RowSelection(KeySelection.ALL, Long.MIN_VALUE);

  /** Whether every row is wanted. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** Whether it is by key only, and files can be asked for just these: no other rows come. */
  public boolean isExact() {
    return isFromStart() && keys.equals(keys.searchable());
  }

  /** Whether it does not say since when. */
  public boolean isFromStart() {
    return sinceMillis == Long.MIN_VALUE;
  }

  /** The rows that both want. */
  public RowSelection intersect(RowSelection other) {
    return new RowSelection(keys.intersect(other.keys), Math.max(sinceMillis, other.sinceMillis));
  }

  @Override
  public String toString() {
    String since = isFromStart() ? "" : "event times since " + new EventTime(sinceMillis);
    if (keys.isAll()) {
      return isFromStart() ? "all rows" : since;
    }
    return isFromStart() ? keys.toString() : keys + ", " + since;
  }
}
