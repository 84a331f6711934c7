package io.azof.sql.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/** What an argument of a function can be, and what a parameter in its place is taken for. */
enum ArgumentType {
  TEXT(SqlTypeFamily.CHARACTER, SqlTypeName.VARCHAR),
  INTEGER(SqlTypeFamily.INTEGER, SqlTypeName.BIGINT),
  NUMBER(SqlTypeFamily.NUMERIC, SqlTypeName.DOUBLE),
  BOOLEAN(SqlTypeFamily.BOOLEAN, SqlTypeName.BOOLEAN),
  TIME(SqlTypeFamily.DATETIME, SqlTypeName.TIMESTAMP),
  UNIT(SqlTypeFamily.DATETIME_INTERVAL, SqlTypeName.SYMBOL),
  ANY(SqlTypeFamily.ANY, SqlTypeName.VARCHAR);

  private final SqlTypeFamily family;
  private final SqlTypeName ofParameter;

  ArgumentType(SqlTypeFamily family, SqlTypeName ofParameter) {
    this.family = family;
    this.ofParameter = ofParameter;
  }

  SqlTypeFamily family() {
    return family;
  }

  RelDataType ofParameter(RelDataTypeFactory types) {
    return types.createTypeWithNullability(types.createSqlType(ofParameter), true);
  }
}
