package io.azof.sql.function;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.SqlRexConvertlet;

/** A function that is replaced by others once the types of its arguments are known. */
public final class ConvertedFunction extends SqlFunction {
  private final SqlRexConvertlet conversion;

  private ConvertedFunction(Signature signature, SqlRexConvertlet conversion) {
    super(
        signature.name(),
        SqlKind.OTHER_FUNCTION,
        signature.returnType(),
        signature.parameterTypes(),
        signature.operandTypes(),
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.conversion = conversion;
  }

  /**
   * @param signature as {@link Signature} reads it
   */
  static ConvertedFunction of(String signature, SqlRexConvertlet conversion) {
    return new ConvertedFunction(Signature.of(signature), conversion);
  }

  /** What it is replaced by. */
  public SqlRexConvertlet conversion() {
    return conversion;
  }
}
