package io.azof.storage.parquet;

import io.azof.storage.model.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Finds the rows that a {@link RowFilter} gives. */
final class RowMatcher {
  private final RowFilter filter;
  private final List<Bounds> keys = new ArrayList<>();

  /** The bounds of a range of keys, as they are stored; null for none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bounds(
      byte @Nullable [] min,
      byte @Nullable [] max,
      boolean minExcluded,
      boolean maxExcluded,
      boolean isOne) {
    static Bounds of(KeyRange range) {
      return new Bounds(
          utf8(range.min()),
          utf8(range.max()),
          range.minExcluded(),
          range.maxExcluded(),
          range.isOne());
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
      return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    boolean contains(ArrowBuf data, int start, int end) {
      if (isOne && min != null) {
        return min.length == end - start && compare(data, start, end, min) == 0;
      }
      return (min == null || compare(data, start, end, min) >= (minExcluded ? 1 : 0))
          && (max == null || compare(data, start, end, max) <= (maxExcluded ? -1 : 0));
    }

    private static int compare(ArrowBuf data, int start, int end, byte[] bound) {
      return ByteFunctionHelpers.compare(data, start, end, bound, 0, bound.length);
    }
  }

  RowMatcher(RowFilter filter) {
    this.filter = filter;
    if (byKey()) {
      filter.keys().ranges().forEach(range -> keys.add(Bounds.of(range)));
    }
  }

  /** Whether keys are looked at. */
  boolean byKey() {
    return !filter.keys().isAll();
  }

  /** Whether event times are looked at. */
  boolean byTime() {
    return filter.sinceMillis() != Long.MIN_VALUE || filter.hasEnd();
  }

  /**
   * @param keyColumn null if keys are not looked at
   * @param times null if times are not looked at
   * @param selected gets the rows
   */
  void match(
      @Nullable VarCharVector keyColumn,
      @Nullable TimeStampMilliTZVector times,
      int rows,
      SelectedRows selected) {
    selected.clear();
    for (int row = 0; row < rows; row++) {
      if ((times == null || matches(times, row))
          && (keyColumn == null || matches(keyColumn, row))) {
        selected.add(row);
      }
    }
  }

  private boolean matches(TimeStampMilliTZVector times, int row) {
    if (times.isNull(row)) {
      return false;
    }
    long millis = times.get(row);
    return millis >= filter.sinceMillis() && millis <= filter.untilMillis();
  }

  private boolean matches(VarCharVector keyColumn, int row) {
    if (keyColumn.isNull(row)) {
      return false;
    }
    int start = keyColumn.getStartOffset(row);
    int end = keyColumn.getEndOffset(row);
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).contains(keyColumn.getDataBuffer(), start, end)) {
        return true;
      }
    }
    return false;
  }
}
