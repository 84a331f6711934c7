package io.azof.sql.catalog;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** What operators make of types; docs/SQL.md (Types) says it to users. */
public final class SqlTypeSystem extends RelDataTypeSystemImpl {
  public static final SqlTypeSystem INSTANCE = new SqlTypeSystem();

  private static final int DECIMAL_DIGITS_MAX = 38;
  private static final int TIME_DIGITS = 3;

  private SqlTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? DECIMAL_DIGITS_MAX : super.getMaxPrecision(typeName);
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? DECIMAL_DIGITS_MAX : super.getMaxScale(typeName);
  }

  /** Times are milliseconds where a statement does not say otherwise. */
  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TIME_DIGITS;
      case DECIMAL -> DECIMAL_DIGITS_MAX;
      default -> super.getDefaultPrecision(typeName);
    };
  }

  /** Casts round, as the engine's do. */
  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  /** Texts of different lengths meet as VARCHAR, so that none is padded with blanks. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  /** The sum of integers is BIGINT, of decimals the widest decimal, of the rest DOUBLE. */
  @Override
  public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
    SqlTypeName name = argument.getSqlTypeName();
    RelDataType sum;
    if (SqlTypeName.INT_TYPES.contains(name)) {
      sum = factory.createSqlType(SqlTypeName.BIGINT);
    } else if (name == SqlTypeName.DECIMAL) {
      sum = factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_DIGITS_MAX, argument.getScale());
    } else if (SqlTypeName.APPROX_TYPES.contains(name)) {
      sum = factory.createSqlType(SqlTypeName.DOUBLE);
    } else {
      return argument;
    }
    return factory.createTypeWithNullability(sum, argument.isNullable());
  }

  /** Averages, deviations and variances are DOUBLE. */
  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
    return SqlTypeUtil.isNumeric(argument)
        ? factory.createTypeWithNullability(
            factory.createSqlType(SqlTypeName.DOUBLE), argument.isNullable())
        : argument;
  }

  /** Covariances and sums of squares are DOUBLE. */
  @Override
  public RelDataType deriveCovarType(
      RelDataTypeFactory factory, RelDataType first, RelDataType second) {
    return factory.createTypeWithNullability(
        factory.createSqlType(SqlTypeName.DOUBLE), first.isNullable());
  }

  /** A quotient with a decimal in it is DOUBLE, as the engine computes it. */
  @Override
  public @Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory factory, RelDataType dividend, RelDataType divisor) {
    return super.deriveDecimalDivideType(factory, dividend, divisor) == null
        ? null
        : factory.createSqlType(SqlTypeName.DOUBLE);
  }
}
