package io.azof.sql.execute;

import io.azof.sql.catalog.ResultTypes;
import io.azof.sql.plan.HistoryScan;
import io.azof.storage.history.HistoryReader;
import io.azof.storage.history.VersionJoinReader.Sides;
import io.azof.storage.model.TableSchema;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A join of rows with the history of a table, by its key and by when versions begin, that needs no
 * engine: the engine sorts the rows, and the history comes sorted.
 *
 * @param rows the query that gives the rows, sorted
 * @param rowSchema its columns
 * @param names of the columns of the rows, then of the versions
 * @param keepsAll whether rows without a version are kept
 */
record VersionJoin(
    EngineQuery rows,
    Schema rowSchema,
    HistoryScan versions,
    Sides sides,
    List<String> names,
    boolean keepsAll) {
  VersionJoin {
    names = List.copyOf(names);
  }

  /** Where a join has what is compared; empty when the engine must do it. */
  static Optional<Sides> sides(AsofJoin join) {
    if (!(join.getRight() instanceof HistoryScan versions)
        || !RelOptUtil.getVariablesUsed(join.getLeft()).isEmpty()
        || !comesBackAsItWas(join.getLeft())) {
      return Optional.empty();
    }
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int versionKey = versions.columnNames().indexOf(TableSchema.KEY);
    int validFrom = versions.columnNames().indexOf(HistoryReader.VALID_FROM);
    if (versionKey < 0 || validFrom < 0) {
      return Optional.empty();
    }
    int rowKey =
        compared(join.getCondition(), SqlKind.EQUALS, SqlKind.EQUALS, leftCount + versionKey);
    int rowTime =
        compared(
            join.getMatchCondition(),
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.LESS_THAN_OR_EQUAL,
            leftCount + validFrom);
    boolean isKnown =
        isOfLeft(rowKey, leftCount)
            && isOfLeft(rowTime, leftCount)
            && type(join, rowKey).getFamily() == SqlTypeFamily.CHARACTER
            && type(join, rowTime).getSqlTypeName() == SqlTypeName.TIMESTAMP;
    return isKnown
        ? Optional.of(new Sides(rowKey, rowTime, versionKey, validFrom))
        : Optional.empty();
  }

  private static boolean isOfLeft(int column, int leftCount) {
    return 0 <= column && column < leftCount;
  }

  private static RelDataType type(AsofJoin join, int column) {
    return join.getRowType().getFieldList().get(column).getType();
  }

  /** The column that a condition compares with another one; less than 0 when it does not. */
  private static int compared(RexNode condition, SqlKind kind, SqlKind flipped, int other) {
    if (condition instanceof RexCall call && call.getOperands().size() == 2) {
      int first = column(call.getOperands().get(0));
      int second = column(call.getOperands().get(1));
      if (call.isA(kind) && second == other) {
        return first;
      }
      if (call.isA(flipped) && first == other) {
        return second;
      }
    }
    return -1;
  }

  private static int column(RexNode expression) {
    return expression instanceof RexInputRef column ? column.getIndex() : -1;
  }

  /**
   * Whether each column, once the engine has delivered it, is to the engine what it was before. It
   * computes with more digits than types say.
   */
  private static boolean comesBackAsItWas(RelNode rows) {
    for (int i = 0; i < rows.getRowType().getFieldCount(); i++) {
      boolean isSame =
          switch (rows.getRowType().getFieldList().get(i).getType().getSqlTypeName()) {
            case BOOLEAN, INTEGER, DOUBLE, CHAR, VARCHAR, VARBINARY, DATE, TIMESTAMP -> true;
            case BIGINT, DECIMAL -> StoredColumns.has(rows, i);
            default -> false;
          };
      if (!isSame) {
        return false;
      }
    }
    return true;
  }

  /**
   * The join as an input of the engine.
   *
   * @param conversion writes the left side as a query of its own
   */
  static VersionJoin of(AsofJoin join, Sides sides, EngineSql conversion) {
    RelNode left = join.getLeft();
    Schema schema = ResultTypes.schema(left.getRowType(), left.getRowType().getFieldNames(), false);
    String order =
        "ORDER BY c" + sides.key() + " NULLS LAST, c" + sides.time() + " DESC NULLS LAST";
    return new VersionJoin(
        conversion.query(left, sql -> ResultCasts.around(sql, schema) + "\n" + order),
        schema,
        (HistoryScan) join.getRight(),
        sides,
        join.getRowType().getFieldNames(),
        join.getJoinType() == JoinRelType.LEFT_ASOF);
  }
}
