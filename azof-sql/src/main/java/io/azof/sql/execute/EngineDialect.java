package io.azof.sql.execute;

import io.azof.sql.catalog.SqlTypeSystem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlAlienSystemTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.DuckDBSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** SQL as DuckDB reads it, and as it means the same there. */
final class EngineDialect extends DuckDBSqlDialect {
  static final EngineDialect INSTANCE = new EngineDialect();

  private static final SqlParserPos POSITION = SqlParserPos.ZERO;

  /** Functions that have another name there. */
  private static final Map<String, String> NAMES =
      Map.of(
          "TRUNCATE", "TRUNC",
          "TRANSLATE3", "TRANSLATE",
          "EVERY", "BOOL_AND",
          "SOME", "BOOL_OR",
          "LISTAGG", "STRING_AGG");

  private EngineDialect() {
    super(
        SqlDialect.EMPTY_CONTEXT
            .withDatabaseProduct(SqlDialect.DatabaseProduct.DUCKDB)
            .withIdentifierQuoteString("\"")
            .withNullCollation(NullCollation.LAST)
            .withDataTypeSystem(SqlTypeSystem.INSTANCE));
  }

  @Override
  public boolean supportsNestedAggregations() {
    return false;
  }

  @Override
  public boolean supportsAliasedValues() {
    return true;
  }

  @Override
  public boolean supportsCharSet() {
    return false;
  }

  @Override
  public boolean supportsImplicitTypeCoercion(RexCall call) {
    return false;
  }

  @Override
  public void quoteStringLiteral(StringBuilder text, @Nullable String charset, String value) {
    super.quoteStringLiteral(text, null, value);
  }

  @Override
  public SqlNode getCastSpec(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case CHAR, VARCHAR ->
          type.getPrecision() > 0 ? spec(new CutText(type)) : spec("VARCHAR", type);
      case FLOAT, DOUBLE -> spec("DOUBLE", type);
      case BINARY, VARBINARY -> spec("BLOB", type);
      case TIME -> spec("TIME", type);
      case TIMESTAMP -> spec(type.getPrecision() == 0 ? "TIMESTAMP_S" : "TIMESTAMP", type);
      case NULL -> spec("VARCHAR", type);
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())
              ? spec("INTERVAL", type)
              : super.getCastSpec(type);
    };
  }

  private static SqlNode spec(String name, RelDataType type) {
    return spec(new SqlAlienSystemTypeNameSpec(name, type.getSqlTypeName(), POSITION));
  }

  private static SqlNode spec(SqlTypeNameSpec name) {
    return new SqlDataTypeSpec(name, POSITION);
  }

  /**
   * As whole months or milliseconds, whatever unit it was written in. Calcite gives weeks as days
   * and quarters as months, under their old unit.
   */
  @Override
  public void unparseSqlIntervalLiteral(
      SqlWriter writer, SqlIntervalLiteral literal, int leftPrec, int rightPrec) {
    SqlIntervalLiteral.IntervalValue interval =
        literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
    SqlIntervalQualifier unit = interval.getIntervalQualifier();
    boolean months = unit.isYearMonth();
    long amount =
        months
            ? SqlParserUtil.intervalToMonths(interval)
            : SqlParserUtil.intervalToMillis(interval);
    if (unit.getUnit() == TimeUnit.WEEK) {
      amount /= 7;
    } else if (unit.getUnit() == TimeUnit.QUARTER) {
      amount /= 3;
    }
    writer.keyword("INTERVAL");
    writer.literal("'" + interval.getSign() * amount + "'");
    writer.keyword(months ? "MONTH" : "MILLISECOND");
  }

  @Override
  public void unparseOffsetFetch(
      SqlWriter writer, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    unparseFetchUsingLimit(writer, offset, fetch);
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    List<SqlNode> operands = call.getOperandList();
    switch (call.getKind()) {
      case CAST -> cast(writer, call, "CAST");
      case SAFE_CAST -> cast(writer, call, "TRY_CAST");
      case TIMESTAMP_DIFF -> function(writer, "DATE_SUB", operands);
      case JOIN -> join(writer, (SqlJoin) call, leftPrec, rightPrec);
      case IGNORE_NULLS -> aggregate(writer, (SqlCall) operands.get(0), "IGNORE NULLS", null);
      case RESPECT_NULLS -> operands.get(0).unparse(writer, leftPrec, rightPrec);
      case WITHIN_GROUP -> withinGroup(writer, (SqlCall) operands.get(0), operands.get(1));
      case FLOOR -> {
        if (operands.size() == 2) {
          function(writer, "DATE_TRUNC", List.of(unit(operands.get(1)), operands.get(0)));
        } else {
          function(writer, "FLOOR", operands);
        }
      }
      default -> {
        if (NAMES.containsKey(call.getOperator().getName())) {
          aggregate(writer, call, null, null);
        } else {
          super.unparseCall(writer, call, leftPrec, rightPrec);
        }
      }
    }
  }

  private void join(SqlWriter writer, SqlJoin join, int leftPrec, int rightPrec) {
    boolean isLeft = join.getJoinType() == JoinType.LEFT_ASOF;
    if (!isLeft && join.getJoinType() != JoinType.ASOF) {
      super.unparseCall(writer, join, leftPrec, rightPrec);
      return;
    }
    join.getLeft().unparse(writer, leftPrec, SqlJoin.OPERATOR.getLeftPrec());
    writer.sep(isLeft ? "ASOF LEFT JOIN" : "ASOF JOIN");
    join.getRight().unparse(writer, SqlJoin.OPERATOR.getRightPrec(), rightPrec);
    writer.keyword("ON");
    Objects.requireNonNull(join.getCondition()).unparse(writer, 0, 0);
  }

  private static SqlNode unit(SqlNode flag) {
    TimeUnitRange unit = ((SqlLiteral) flag).getValueAs(TimeUnitRange.class);
    return SqlLiteral.createCharString(unit.name().toLowerCase(Locale.ROOT), POSITION);
  }

  /** A text that is longer than its type is cut, which a cast does not do there. */
  private static void cast(SqlWriter writer, SqlCall call, String function) {
    SqlTypeNameSpec type = ((SqlDataTypeSpec) call.operand(1)).getTypeNameSpec();
    boolean cut = type instanceof CutText;
    SqlWriter.Frame left = cut ? writer.startFunCall("LEFT") : null;
    SqlWriter.Frame cast = writer.startFunCall(function);
    call.operand(0).unparse(writer, 0, 0);
    writer.sep("AS");
    type.unparse(writer, 0, 0);
    writer.endFunCall(cast);
    if (left != null) {
      writer.sep(",", true);
      writer.print(((CutText) type).length);
      writer.endFunCall(left);
    }
  }

  /** VARCHAR of a length. */
  private static final class CutText extends SqlAlienSystemTypeNameSpec {
    private final int length;

    private CutText(RelDataType type) {
      super("VARCHAR", type.getSqlTypeName(), POSITION);
      this.length = type.getPrecision();
    }
  }

  /** {@code STRING_AGG(x, ',' ORDER BY y)}: what follows the call elsewhere is within it there. */
  private static void aggregate(
      SqlWriter writer, SqlCall call, @Nullable String words, @Nullable SqlNode order) {
    String name = call.getOperator().getName();
    SqlWriter.Frame frame = writer.startFunCall(NAMES.getOrDefault(name, name));
    if (call.getFunctionQuantifier() != null) {
      call.getFunctionQuantifier().unparse(writer, 0, 0);
    }
    boolean first = true;
    for (SqlNode operand : call.getOperandList()) {
      if (!first) {
        writer.print(", ");
      }
      first = false;
      operand.unparse(writer, 0, 0);
    }
    if (words != null) {
      writer.keyword(words);
    }
    if (order != null) {
      order.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
  }

  /** Percentiles keep their order beside them, and what is between two values is a DOUBLE. */
  private static void withinGroup(SqlWriter writer, SqlCall call, SqlNode order) {
    if (!((SqlAggFunction) call.getOperator()).isPercentile()) {
      aggregate(writer, call, "ORDER BY", order);
      return;
    }
    aggregate(writer, call, null, null);
    boolean between = call.getKind() == SqlKind.PERCENTILE_CONT;
    writer.keyword("WITHIN GROUP");
    SqlWriter.Frame frame = writer.startList("(", ")");
    writer.keyword("ORDER BY");
    (between ? asDouble(((SqlNodeList) order).get(0)) : order).unparse(writer, 0, 0);
    writer.endList(frame);
  }

  private static SqlNode asDouble(SqlNode order) {
    return switch (order.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall call = (SqlCall) order;
        yield call.getOperator().createCall(POSITION, asDouble(call.operand(0)));
      }
      default ->
          SqlStdOperatorTable.CAST.createCall(
              POSITION,
              order,
              spec(new SqlAlienSystemTypeNameSpec("DOUBLE", SqlTypeName.DOUBLE, POSITION)));
    };
  }

  private static void function(SqlWriter writer, String name, List<SqlNode> operands) {
    SqlWriter.Frame frame = writer.startFunCall(name);
    for (SqlNode operand : operands) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
  }
}
