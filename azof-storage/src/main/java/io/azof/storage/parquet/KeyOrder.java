package io.azof.storage.parquet;

/** What a data file promises about its keys, as it says in its footer. */
public enum KeyOrder {
  /** Nothing: the files of other writers. */
  UNKNOWN,
  /** Ascending by their bytes; a key may stand in several rows. */
  ASCENDING,
  /** Strictly ascending by their bytes: one row per key. */
  UNIQUE;

  /** The name of the footer's entry that says so; docs/FORMAT.md, Data files. */
  public static final String FOOTER_KEY = "azof.key_order";
}
