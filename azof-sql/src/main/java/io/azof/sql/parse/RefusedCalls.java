package io.azof.sql.parse;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses functions in the place of tables, since there are none that have rows, and those of any
 * number of arguments that have none.
 */
final class RefusedCalls extends SqlBasicVisitor<@Nullable Void> {
  private static final Map<SqlKind, String> NOT_SUPPORTED =
      Map.of(
          SqlKind.TABLESAMPLE, "TABLESAMPLE",
          SqlKind.MATCH_RECOGNIZE, "MATCH_RECOGNIZE",
          SqlKind.UNNEST, "UNNEST",
          SqlKind.ARRAY_QUERY_CONSTRUCTOR, "ARRAY of a query",
          SqlKind.MULTISET_QUERY_CONSTRUCTOR, "MULTISET of a query",
          SqlKind.MAP_QUERY_CONSTRUCTOR, "MAP of a query");

  private static final Set<String> OF_MANY = Set.of("GREATEST", "LEAST");

  private RefusedCalls() {}

  static void refuseIn(SqlNode query) {
    query.accept(new RefusedCalls());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (NOT_SUPPORTED.containsKey(call.getKind())) {
      throw SqlFault.unsupported(
          call.getParserPosition(), NOT_SUPPORTED.get(call.getKind()) + " is not supported yet");
    }
    if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
      throw SqlFault.unsupported(
          item.name.getParserPosition(), "A recursive WITH is not supported yet");
    }
    if (call.getKind() == SqlKind.EXISTS && !call.operand(0).isA(SqlKind.QUERY)) {
      throw SqlFault.invalid(call.operand(0).getParserPosition(), "EXISTS needs a query");
    }
    if (call.getKind() == SqlKind.LIKE && call.operandCount() > 2) {
      requireEscape(call.operand(2));
    }
    if (call instanceof SqlOrderBy ordered) {
      requireNoParameter(ordered.orderList);
    }
    if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall function) {
      throw SqlFault.unsupported(
          function.getParserPosition(),
          "The function "
              + function.getOperator().getName()
              + " cannot stand where a table is expected; table functions are not supported");
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (call.operandCount() == 0 && OF_MANY.contains(name)) {
      throw SqlFault.invalid(call.getParserPosition(), name + " needs at least one argument");
    }
    if (call.getKind() == SqlKind.OTHER_FUNCTION
        && name.equals("SUBSTRING")
        && call.operandCount() > 1
        && isText(call.operand(1))) {
      throw SqlFault.unsupported(
          call.getParserPosition(),
          "SUBSTRING of a pattern is not supported; write REGEXP_SUBSTR(text, pattern)");
    }
    return super.visit(call);
  }

  private static void requireEscape(SqlNode escape) {
    if (isText(escape) && ((SqlLiteral) escape).getValueAs(String.class).length() != 1) {
      throw SqlFault.invalid(
          escape.getParserPosition(), "The escape character of LIKE must be one character");
    }
  }

  private static void requireNoParameter(SqlNodeList order) {
    for (SqlNode item : order) {
      if (item instanceof SqlDynamicParam) {
        throw SqlFault.invalid(
            item.getParserPosition(),
            "Rows cannot be ordered by a parameter, which is the same for all; name a column");
      }
    }
  }

  private static boolean isText(SqlNode node) {
    return node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR;
  }
}
