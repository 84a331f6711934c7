package io.azof.sql.function;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;

/** PERCENTILE_CONT, which lies between two values and so is a DOUBLE whatever they are. */
final class Percentile extends SqlAggFunction {
  static final Percentile CONTINUOUS = new Percentile();

  private Percentile() {
    super(
        "PERCENTILE_CONT",
        null,
        SqlKind.PERCENTILE_CONT,
        ReturnTypes.DOUBLE_NULLABLE,
        null,
        OperandTypes.UNIT_INTERVAL_NUMERIC_LITERAL,
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.MANDATORY);
  }

  @Override
  public boolean isPercentile() {
    return true;
  }
}
