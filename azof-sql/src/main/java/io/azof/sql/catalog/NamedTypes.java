package io.azof.sql.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** The names that PostgreSQL and others have for types. */
public final class NamedTypes {
  private static final Map<String, SqlTypeName> NAMES =
      Map.ofEntries(
          Map.entry("TEXT", SqlTypeName.VARCHAR),
          Map.entry("STRING", SqlTypeName.VARCHAR),
          Map.entry("BPCHAR", SqlTypeName.VARCHAR),
          Map.entry("BOOL", SqlTypeName.BOOLEAN),
          Map.entry("INT2", SqlTypeName.SMALLINT),
          Map.entry("INT4", SqlTypeName.INTEGER),
          Map.entry("INT8", SqlTypeName.BIGINT),
          Map.entry("FLOAT4", SqlTypeName.DOUBLE),
          Map.entry("FLOAT8", SqlTypeName.DOUBLE),
          Map.entry("BYTEA", SqlTypeName.VARBINARY),
          Map.entry("DATETIME", SqlTypeName.TIMESTAMP),
          Map.entry("TIMESTAMPTZ", SqlTypeName.TIMESTAMP));

  private NamedTypes() {}

  /** The names, in capitals. */
  public static Set<String> names() {
    return NAMES.keySet();
  }

  static Optional<RelDataType> find(String name, RelDataTypeFactory types) {
    return Optional.ofNullable(NAMES.get(name.toUpperCase(Locale.ROOT))).map(types::createSqlType);
  }
}
