package io.azof.storage.parquet;

import java.util.Optional;

/** In which order a data file has its rows, and what it tells its readers of it. */
public enum RowOrder {
  /** As they come. The file promises nothing. */
  AS_GIVEN(false, null),

  /** As they come, which must be one row per key, keys ascending: checked, and promised. */
  UNIQUE_KEYS(false, RowOrder.UNIQUE),

  /** Sorted here, by key, and a key's newest row first; promised. */
  SORTED(true, RowOrder.ASCENDING),

  /** Sorted here, by key, of which each must have one row only: checked, and promised. */
  SORTED_UNIQUE_KEYS(true, RowOrder.UNIQUE);

  /** The key of the promise in the file's key/value metadata. */
  public static final String METADATA_KEY = "azof.key_order";

  /** The promise that keys are ascending, as unsigned bytes, and that each has one row. */
  public static final String UNIQUE = "unique";

  /** The promise that keys are ascending, as unsigned bytes, and event times descending in each. */
  public static final String ASCENDING = "ascending";

  private final boolean sorts;
  private final Optional<String> promise;

  RowOrder(boolean sorts, @org.jspecify.annotations.Nullable String promise) {
    this.sorts = sorts;
    this.promise = Optional.ofNullable(promise);
  }

  boolean sorts() {
    return sorts;
  }

  boolean isUnique() {
    return promise.filter(UNIQUE::equals).isPresent();
  }

  /** The value under {@link #METADATA_KEY}; empty when the file has none. */
  public Optional<String> promise() {
    return promise;
  }
}
