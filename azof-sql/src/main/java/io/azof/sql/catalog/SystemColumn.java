package io.azof.sql.catalog;

import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A column of a {@link SystemTable}.
 *
 * @param type VARCHAR, BIGINT or TIMESTAMP
 */
public record SystemColumn(String name, SqlTypeName type, boolean nullable) {
  static SystemColumn text(String name) {
    return new SystemColumn(name, SqlTypeName.VARCHAR, false);
  }

  static SystemColumn number(String name) {
    return new SystemColumn(name, SqlTypeName.BIGINT, false);
  }

  static SystemColumn time(String name) {
    return new SystemColumn(name, SqlTypeName.TIMESTAMP, false);
  }

  /** The same column with nulls. */
  SystemColumn orNull() {
    return new SystemColumn(name, type, true);
  }
}
