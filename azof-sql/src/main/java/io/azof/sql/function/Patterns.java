package io.azof.sql.function;

import io.azof.sql.parse.SqlFault;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;

/** The operators {@code ~}, {@code ~*}, {@code !~}, {@code !~*} and [NOT] SIMILAR TO. */
final class Patterns {
  private static final char ESCAPE = '\\';

  private Patterns() {}

  static RexNode convert(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    RexNode text = context.convertExpression(call.operand(0));
    String name = call.getOperator().getName();
    RexNode matches;
    if (call.getKind() == SqlKind.SIMILAR) {
      RexNode pattern = rex.makeLiteral(similar(call));
      matches = rex.makeCall(type, TextFunctions.MATCHES_WHOLE, List.of(text, pattern));
    } else {
      EngineFunction function =
          name.contains("INSENSITIVE") ? TextFunctions.MATCHES_WITHOUT_CASE : TextFunctions.MATCHES;
      RexNode pattern = context.convertExpression(call.operand(1));
      matches = rex.makeCall(type, function, List.of(text, pattern));
    }
    boolean negated = name.startsWith("NEGATED") || name.startsWith("NOT");
    return negated ? rex.makeCall(SqlStdOperatorTable.NOT, matches) : matches;
  }

  private static String similar(SqlCall call) {
    String pattern = literal(call.operand(1), "pattern");
    if (call.operandCount() < 3) {
      return SimilarPattern.regularExpression(pattern, ESCAPE);
    }
    String escape = literal(call.operand(2), "escape character");
    if (escape.length() != 1) {
      throw SqlFault.invalid(
          call.operand(2).getParserPosition(), "The escape character must be one character");
    }
    return SimilarPattern.regularExpression(pattern, escape.charAt(0));
  }

  private static String literal(SqlNode operand, String what) {
    if (operand instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR) {
      return String.valueOf(literal.getValueAs(String.class));
    }
    throw SqlFault.unsupported(
        operand.getParserPosition(), "The " + what + " of SIMILAR TO must be written as a text");
  }
}
