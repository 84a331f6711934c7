package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.parse.SqlFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Writes {@code SUM(x) FILTER (WHERE c) OVER w}, which Calcite's plans have no place for, as {@code
 * SUM(CASE WHEN c THEN x END) OVER w}: the same for aggregates that leave nulls out.
 */
final class FilteredWindows {
  private static final Set<String> LEAVING_NULLS_OUT =
      Set.of(
          "AVG",
          "BOOL_AND",
          "BOOL_OR",
          "COUNT",
          "EVERY",
          "MAX",
          "MEDIAN",
          "MIN",
          "SOME",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "STRING_AGG",
          "SUM",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP");

  private FilteredWindows() {}

  static boolean isFiltered(SqlNode node) {
    return node.getKind() == SqlKind.OVER
        && ((SqlCall) node).operand(0).getKind() == SqlKind.FILTER;
  }

  /**
   * The window without a filter.
   *
   * @throws AzofException {@code UNSUPPORTED} for an aggregate of which it would not be the same
   */
  static SqlNode rewritten(SqlCall over) {
    SqlCall filter = over.operand(0);
    SqlCall aggregate = filter.operand(0);
    SqlParserPos position = aggregate.getParserPosition();
    String name = aggregate.getOperator().getName().toUpperCase(Locale.ROOT);
    if (!LEAVING_NULLS_OUT.contains(name)) {
      throw SqlFault.unsupported(
          over.getParserPosition(),
          "FILTER before OVER is not supported yet of "
              + name
              + "; write a CASE within the aggregate");
    }
    List<SqlNode> operands = new ArrayList<>(aggregate.getOperandList());
    SqlNode counted =
        operands.get(0) instanceof SqlIdentifier column && column.isStar()
            ? SqlLiteral.createExactNumeric("1", position)
            : operands.get(0);
    operands.set(
        0,
        new SqlCase(
            position,
            null,
            SqlNodeList.of(filter.operand(1)),
            SqlNodeList.of(counted),
            SqlLiteral.createNull(position)));
    SqlNode whole =
        aggregate
            .getOperator()
            .createCall(
                aggregate.getFunctionQuantifier(), position, operands.toArray(SqlNode[]::new));
    return over.getOperator().createCall(over.getParserPosition(), whole, over.operand(1));
  }
}
