package io.azof.storage.parquet;

/** In which order a data file gets its rows, and what it promises its readers of that. */
public enum RowOrder {
  /** As they come. The file promises nothing. */
  AS_GIVEN(false, KeyOrder.UNKNOWN),

  /** As they come, which must be one row per key, keys ascending: checked, and promised. */
  UNIQUE_KEYS(false, KeyOrder.UNIQUE),

  /** Sorted here: by the bytes of the key, a key's newest row first. Promised. */
  SORTED(true, KeyOrder.ASCENDING),

  /** Sorted here by the bytes of the key, of which each must have one row: checked, promised. */
  SORTED_UNIQUE_KEYS(true, KeyOrder.UNIQUE);

  private final boolean sorts;
  private final KeyOrder promise;

  RowOrder(boolean sorts, KeyOrder promise) {
    this.sorts = sorts;
    this.promise = promise;
  }

  boolean sorts() {
    return sorts;
  }

  /** What the file's footer says; {@code UNKNOWN} when it says nothing. */
  public KeyOrder promise() {
    return promise;
  }
}
