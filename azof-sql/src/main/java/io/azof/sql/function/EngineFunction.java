package io.azof.sql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;

/**
 * A function that the engine computes by an expression of its own, in which {@code $1}, {@code $2},
 * … are the arguments.
 */
public final class EngineFunction extends SqlFunction {
  private static final Pattern ARGUMENT = Pattern.compile("\\$(\\d)");

  /** What is written: texts, and numbers of arguments from 0. */
  private final List<Object> parts = new ArrayList<>();

  private EngineFunction(Signature signature, String expression) {
    super(
        signature.name(),
        SqlKind.OTHER_FUNCTION,
        signature.returnType(),
        signature.parameterTypes(),
        signature.operandTypes(),
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    Matcher argument = ARGUMENT.matcher(expression);
    int end = 0;
    while (argument.find()) {
      parts.add(expression.substring(end, argument.start()));
      parts.add(Integer.parseInt(argument.group(1)) - 1);
      end = argument.end();
    }
    parts.add(expression.substring(end) + " ");
  }

  /**
   * @param signature as {@link Signature} reads it
   * @param expression of the engine; one that is no call stands in parentheses
   */
  static EngineFunction of(String signature, String expression) {
    return new EngineFunction(Signature.of(signature), expression);
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    for (Object part : parts) {
      if (part instanceof Integer argument) {
        call.operand(argument).unparse(writer, 0, 0);
      } else {
        writer.print((String) part);
      }
    }
  }
}
