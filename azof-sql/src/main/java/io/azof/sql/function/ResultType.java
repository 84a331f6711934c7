package io.azof.sql.function;

import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** What a function gives; null where an argument is. */
enum ResultType {
  TEXT(ReturnTypes.VARCHAR),
  INTEGER(ReturnTypes.INTEGER),
  BIGINT(ReturnTypes.BIGINT),
  DOUBLE(ReturnTypes.DOUBLE),
  BOOLEAN(ReturnTypes.BOOLEAN),
  DATE(ReturnTypes.DATE),
  TIMESTAMP(ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3));

  private final SqlReturnTypeInference type;

  ResultType(SqlReturnTypeInference type) {
    this.type = type;
  }

  /**
   * @param alwaysNullable whether it can be null though no argument is
   */
  SqlReturnTypeInference inference(boolean alwaysNullable) {
    return type.andThen(
        alwaysNullable ? SqlTypeTransforms.FORCE_NULLABLE : SqlTypeTransforms.TO_NULLABLE);
  }
}
