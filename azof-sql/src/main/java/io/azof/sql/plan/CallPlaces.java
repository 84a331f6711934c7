package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.SqlFault;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Where the operators of a plan stand in the text that it was made of. */
final class CallPlaces {
  private final SqlNode statement;

  CallPlaces(SqlNode statement) {
    this.statement = statement;
  }

  /**
   * The error that something is not supported, at the first call of an operator if there is one.
   */
  AzofException unsupported(SqlOperator operator, String what) {
    List<SqlParserPos> places = new ArrayList<>();
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.getOperator().getName().equalsIgnoreCase(operator.getName())) {
              places.add(call.getParserPosition());
            }
            return super.visit(call);
          }
        });
    String sentence = what + " is not supported yet";
    return places.isEmpty()
        ? new AzofException(ErrorCode.UNSUPPORTED, sentence)
        : SqlFault.unsupported(places.get(0), sentence);
  }
}
