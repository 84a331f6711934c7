package io.azof.sql.plan;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlExtractFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/** EXTRACT, whose EPOCH is a DOUBLE, because it has a fraction. */
final class EpochExtract extends SqlExtractFunction {
  static final EpochExtract INSTANCE = new EpochExtract();

  private EpochExtract() {
    super("EXTRACT", false);
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding call) {
    SqlIntervalQualifier unit = call.getOperandType(0).getIntervalQualifier();
    if (unit == null || unit.getUnit() != TimeUnit.EPOCH) {
      return super.inferReturnType(call);
    }
    RelDataTypeFactory types = call.getTypeFactory();
    return types.createTypeWithNullability(
        types.createSqlType(SqlTypeName.DOUBLE), call.getOperandType(1).isNullable());
  }
}
