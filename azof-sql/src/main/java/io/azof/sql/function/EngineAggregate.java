package io.azof.sql.function;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.util.Optionality;

/** An aggregate that the engine computes of DOUBLE arguments. */
public final class EngineAggregate extends SqlAggFunction {
  private EngineAggregate(Signature signature) {
    super(
        signature.name(),
        null,
        SqlKind.OTHER_FUNCTION,
        signature.returnType(),
        signature.parameterTypes(),
        signature.operandTypes(),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.FORBIDDEN);
  }

  /**
   * @param signature as {@link Signature} reads it
   */
  static EngineAggregate of(String signature) {
    return new EngineAggregate(Signature.of(signature));
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startFunCall(getName());
    if (call.getFunctionQuantifier() != null) {
      call.getFunctionQuantifier().unparse(writer, 0, 0);
    }
    String separator = "";
    for (SqlNode operand : call.getOperandList()) {
      writer.print(separator + "CAST");
      SqlWriter.Frame cast = writer.startList("(", ")");
      operand.unparse(writer, 0, 0);
      writer.print("AS DOUBLE");
      writer.endList(cast);
      separator = ", ";
    }
    writer.endFunCall(frame);
  }
}
