package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.ResultTypes;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexBuilder;
import org.jspecify.annotations.Nullable;

/** A statement's plan, with its parameters still open. Immutable; safe for use by many threads. */
public final class QueryPlan {
  private final RelNode plan;
  private final List<Parameter> parameters;
  private final Schema schema;

  QueryPlan(RelNode plan, List<String> columnNames, List<Parameter> parameters) {
    this.plan = plan;
    this.parameters = List.copyOf(parameters);
    this.schema = ResultTypes.schema(plan.getRowType(), columnNames, SureNulls.in(plan));
  }

  /** The columns of the result. */
  public Schema schema() {
    return schema;
  }

  /** Whether a table is read. */
  public boolean readsTables() {
    return !PlanNodes.all(plan, node -> !(node instanceof TableScan));
  }

  /** One nullable field per {@code ?}, in order. */
  public Schema parameterSchema() {
    return new Schema(parameters.stream().map(Parameter::field).toList());
  }

  /**
   * The plan of one execution.
   *
   * @param values one per {@code ?}
   * @param now what CURRENT_TIMESTAMP is
   * @throws AzofException {@code ARGUMENT_INVALID} for a wrong number of values or one that does
   *     not fit its parameter
   */
  public BoundPlan bind(List<? extends @Nullable Object> values, Instant now) {
    if (values.size() != parameters.size()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The number of values must be "
              + parameters.size()
              + ", one per parameter, but is "
              + values.size());
    }
    RexBuilder rex = plan.getCluster().getRexBuilder();
    Binding binding =
        new Binding(
            Binding.ofParameters(rex, parameters, values),
            new CurrentTime(rex, now),
            new AsOfTimes(rex));
    return new BoundPlan(RowPushDown.push(plan.accept(binding)), schema);
  }
}
