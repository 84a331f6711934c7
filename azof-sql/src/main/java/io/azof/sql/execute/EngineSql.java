package io.azof.sql.execute;

import io.azof.sql.plan.LakehouseScan;
import io.azof.sql.plan.SystemScan;
import io.azof.storage.history.VersionJoinReader.Sides;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Writes a plan as SQL of the engine. Every scan becomes an input of its own, and so does a join
 * with a history.
 */
public final class EngineSql extends RelToSqlConverter {
  private final InputNames names;
  private final OuterNames outerNames;
  private final Map<String, LakehouseScan> inputs = new LinkedHashMap<>();
  private final Map<String, VersionJoin> joins = new LinkedHashMap<>();
  private final Map<String, SystemScan> systemInputs = new LinkedHashMap<>();

  private EngineSql(InputNames names, OuterNames outerNames) {
    super(EngineDialect.INSTANCE);
    this.names = names;
    this.outerNames = outerNames;
  }

  /**
   * @param schema what the query must deliver; its casts are part of the text
   */
  static EngineQuery of(RelNode plan, Schema schema) {
    RelNode shaped =
        DistinctNames.in(plan)
            .accept(new OwnQueries())
            .accept(new ConstantGroups())
            .accept(new DateArithmetic())
            .accept(new TypedNulls());
    OuterNames outerNames = OuterNames.in(shaped);
    return new EngineSql(new InputNames(), outerNames)
        .write(shaped.accept(outerNames), sql -> ResultCasts.around(sql, schema));
  }

  /**
   * A part of the plan as a query of its own.
   *
   * @param whole gives its text, out of the one for what the part computes
   */
  EngineQuery query(RelNode part, UnaryOperator<String> whole) {
    return new EngineSql(names, outerNames).write(part, whole);
  }

  private EngineQuery write(RelNode plan, UnaryOperator<String> whole) {
    String sql =
        visitRoot(plan)
            .asStatement()
            .accept(new ConstantOrder())
            .accept(new InLists())
            .toSqlString(c -> c.withDialect(EngineDialect.INSTANCE).withLineFolding(null))
            .getSql();
    return new EngineQuery(whole.apply(sql), inputs, joins, systemInputs);
  }

  /** Called by Calcite, by reflection, for each scan of the plan. */
  public Result visit(LakehouseScan scan) {
    String name = names.next("scan");
    inputs.put(name, scan);
    return input(name, scan);
  }

  private Result input(String name, RelNode node) {
    return result(new SqlIdentifier(name, SqlParserPos.ZERO), List.of(Clause.FROM), node, null);
  }

  /** Called by Calcite, by reflection, for each ASOF join. */
  public Result visit(AsofJoin join) {
    Optional<Sides> sides = VersionJoin.sides(join);
    if (sides.isEmpty()) {
      return joinOfEngine(join);
    }
    VersionJoin merged = VersionJoin.of(join, sides.get(), this);
    String name = names.next("join");
    joins.put(name, merged);
    return input(name, join);
  }

  /** Both conditions are one there. */
  private Result joinOfEngine(AsofJoin join) {
    Result left = visitInput(join, 0).resetAlias();
    Result right = visitInput(join, 1).resetAlias();
    RexNode both =
        RexUtil.composeConjunction(
            join.getCluster().getRexBuilder(),
            List.of(join.getCondition(), join.getMatchCondition()));
    SqlNode condition =
        convertConditionToSqlNode(both, left.qualifiedContext(), right.qualifiedContext());
    JoinType type =
        join.getJoinType() == JoinRelType.LEFT_ASOF ? JoinType.LEFT_ASOF : JoinType.ASOF;
    return result(joined(left.asFrom(), type, right.asFrom(), condition), left, right);
  }

  private static SqlNode joined(SqlNode left, JoinType type, SqlNode right, SqlNode condition) {
    return new SqlJoin(
        SqlParserPos.ZERO,
        left,
        SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
        type.symbol(SqlParserPos.ZERO),
        right,
        JoinConditionType.ON.symbol(SqlParserPos.ZERO),
        condition);
  }

  /** Called by Calcite, by reflection, for each join with rows that depend on those of the left. */
  @Override
  public Result visit(Correlate join) {
    Result left = visitInput(join, 0).resetAlias();
    Result right = visitInput(join, 1).resetAlias();
    JoinType type = join.getJoinType() == JoinRelType.LEFT ? JoinType.LEFT : JoinType.INNER;
    SqlNode always = SqlLiteral.createBoolean(true, SqlParserPos.ZERO);
    return result(joined(left.asFrom(), type, lateral(right.asFrom()), always), left, right);
  }

  private static SqlNode lateral(SqlNode from) {
    if (from.getKind() != SqlKind.AS) {
      return from;
    }
    List<SqlNode> operands = new ArrayList<>(((SqlCall) from).getOperandList());
    operands.set(0, SqlStdOperatorTable.LATERAL.createCall(SqlParserPos.ZERO, operands.get(0)));
    return SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, operands);
  }

  /** What a subquery calls the columns of a query around it. */
  @Override
  protected Context getAliasContext(RexCorrelVariable variable) {
    List<String> columns = outerNames.of(variable.id);
    return new SimpleContext(
        EngineDialect.INSTANCE, i -> new SqlIdentifier(columns.get(i), SqlParserPos.ZERO));
  }

  /** Called by Calcite, by reflection, for each system table of the plan. */
  public Result visit(SystemScan scan) {
    String name = names.next("system");
    systemInputs.put(name, scan);
    return input(name, scan);
  }
}
