package io.azof.sql.execute;

import io.azof.sql.plan.LakehouseScan;
import io.azof.sql.plan.SystemScan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Writes a plan as SQL of the engine. Every scan becomes an input of its own. */
public final class EngineSql extends RelToSqlConverter {
  private final Map<String, LakehouseScan> inputs = new LinkedHashMap<>();
  private final Map<String, SystemScan> systemInputs = new LinkedHashMap<>();

  private EngineSql() {
    super(EngineDialect.INSTANCE);
  }

  /**
   * @param schema what the query must deliver; its casts are part of the text
   */
  static EngineQuery of(RelNode plan, Schema schema) {
    EngineSql conversion = new EngineSql();
    RelNode written =
        DistinctNames.in(plan)
            .accept(new ConstantGroups())
            .accept(new WindowGroups())
            .accept(new DateArithmetic());
    String sql =
        conversion
            .visitRoot(written)
            .asStatement()
            .accept(new ConstantOrder())
            .toSqlString(c -> c.withDialect(EngineDialect.INSTANCE).withLineFolding(null))
            .getSql();
    return new EngineQuery(
        ResultCasts.around(sql, schema), conversion.inputs, conversion.systemInputs);
  }

  /** Called by Calcite, by reflection, for each scan of the plan. */
  public Result visit(LakehouseScan scan) {
    String name = "scan_" + (inputs.size() + 1);
    inputs.put(name, scan);
    return result(new SqlIdentifier(name, SqlParserPos.ZERO), List.of(Clause.FROM), scan, null);
  }

  /** Called by Calcite, by reflection, for each ASOF join: both its conditions are one there. */
  public Result visit(AsofJoin join) {
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
    SqlNode written =
        new SqlJoin(
            SqlParserPos.ZERO,
            left.asFrom(),
            SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
            type.symbol(SqlParserPos.ZERO),
            right.asFrom(),
            JoinConditionType.ON.symbol(SqlParserPos.ZERO),
            condition);
    return result(written, left, right);
  }

  /** Called by Calcite, by reflection, for each system table of the plan. */
  public Result visit(SystemScan scan) {
    String name = "system_" + (systemInputs.size() + 1);
    systemInputs.put(name, scan);
    return result(new SqlIdentifier(name, SqlParserPos.ZERO), List.of(Clause.FROM), scan, null);
  }
}
