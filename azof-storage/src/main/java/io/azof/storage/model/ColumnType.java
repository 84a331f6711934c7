package io.azof.storage.model;

/** The types of value columns, as version 1 of the format has them. */
public enum ColumnType {
  /** UTF-8 text. */
  STRING("String"),
  /** A signed integer of 64 bits. */
  INT("Int"),
  BOOLEAN("Boolean"),
  /** A moment in UTC, to the millisecond. */
  DATE_TIME("DateTime");

  private final String formatName;

  ColumnType(String formatName) {
    this.formatName = formatName;
  }

  /** The name of the type in a snapshot. */
  public String formatName() {
    return formatName;
  }
}
