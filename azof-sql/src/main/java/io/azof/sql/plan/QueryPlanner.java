package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.catalog.LakehouseCatalog;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.SqlTypeFactory;
import io.azof.sql.parse.QueryStatement;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/** Validates a statement against a lakehouse and plans it. */
public final class QueryPlanner {
  private static final SqlToRelConverter.Config CONVERSION =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .addRelBuilderConfigTransform(QueryPlanner::asWritten);

  private static final RelBuilderFactory BUILDERS =
      RelBuilder.proto(Contexts.of(asWritten(RelBuilder.Config.DEFAULT)));

  private static final HepProgram NOTHING = HepProgram.builder().build();

  /** Computes no constants: the engine must, so that they are what it computes for columns. */
  private static final RexExecutor ENGINE_ONLY =
      (rex, constants, reduced) -> reduced.addAll(constants);

  private QueryPlanner() {}

  /**
   * Leaves expressions as they were written, for the engine to simplify. What Calcite makes of them
   * is not always the same where nulls are concerned: of {@code (a IS NOT NULL AND a <> 1) IS NOT
   * FALSE} it drops the first condition.
   */
  private static RelBuilder.Config asWritten(RelBuilder.Config config) {
    return config.withSimplify(false).withBloat(-1).withAggregateUnique(true);
  }

  /**
   * Plans a query.
   *
   * @param tables the tables that the statement may name
   * @throws AzofException {@code SQL_INVALID}, {@code TABLE_NOT_FOUND} or {@code UNSUPPORTED}, with
   *     line and column where they are known
   */
  public static QueryPlan plan(QueryStatement statement, LakehouseSchema tables) {
    return plan(
        statement.query(),
        statement.parameterCount(),
        LakehouseCatalog.of(tables, new SqlTypeFactory()),
        rows -> rows);
  }

  /**
   * Plans the rows of a query, or those that an INSERT would write.
   *
   * @param rowsOf gives the rows that are wanted, out of what Calcite makes of the statement
   */
  static QueryPlan plan(
      SqlNode statement,
      int parameterCount,
      LakehouseCatalog catalog,
      UnaryOperator<RelRoot> rowsOf) {
    try {
      return validatedPlan(statement, parameterCount, catalog, rowsOf);
    } catch (CalciteContextException e) {
      throw ValidationErrors.of(e, catalog.tables(), statement);
    }
  }

  private static QueryPlan validatedPlan(
      SqlNode statement,
      int parameterCount,
      LakehouseCatalog catalog,
      UnaryOperator<RelRoot> rowsOf) {
    QueryValidator validator = new QueryValidator(catalog);
    SqlNode query = validator.validate(statement);
    HepPlanner planner = new HepPlanner(NOTHING);
    planner.setExecutor(ENGINE_ONLY);
    RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(catalog.getTypeFactory()));
    cluster.setMetadataQuerySupplier(NoPredicates::new);
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (type, text, schemaPath, viewPath) -> {
              throw new UnsupportedOperationException("there are no views");
            },
            validator,
            catalog,
            cluster,
            FunctionConversion.INSTANCE,
            CONVERSION);
    RelRoot root = rowsOf.apply(converter.convertQuery(query, false, true));
    Map<Integer, RelDataType> parameterTypes = validator.parameterTypes(query);
    RelNode resolved = RowLookups.resolve(TemporalJoins.resolve(ScanResolution.resolve(root.rel)));
    RelNode plan = ColumnTrimmer.trimmed(root.withRel(resolved).project(), BUILDERS);
    SupportedOperators.require(plan, statement);
    return new QueryPlan(
        plan,
        root.fields.stream().map(field -> field.getValue()).toList(),
        parameters(parameterCount, parameterTypes, catalog.getTypeFactory()));
  }

  /** A parameter that the validator found no type for is a text. */
  private static List<Parameter> parameters(
      int count, Map<Integer, RelDataType> types, RelDataTypeFactory factory) {
    RelDataType text = factory.createSqlType(SqlTypeName.VARCHAR);
    return IntStream.range(0, count)
        .mapToObj(i -> new Parameter(i + 1, types.getOrDefault(i, text)))
        .toList();
  }

  /**
   * Calcite stops where it looks for what follows from a subquery, and nothing here asks for it.
   */
  private static final class NoPredicates extends RelMetadataQuery {
    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
      return RelOptPredicateList.EMPTY;
    }
  }
}
