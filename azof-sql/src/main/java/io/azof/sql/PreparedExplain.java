package io.azof.sql;

import io.azof.sql.execute.Analysis;
import io.azof.sql.execute.Execution;
import io.azof.sql.execute.ListReader;
import io.azof.sql.plan.BoundPlan;
import io.azof.sql.plan.QueryPlan;
import io.azof.storage.model.Traffic;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A query whose plan is asked for, as it would run now: one column {@code plan}, a line a row.
 *
 * @param runs whether it is run, to say what that takes
 */
record PreparedExplain(
    String sql, QueryPlan plan, Execution execution, InstantSource clock, boolean runs)
    implements PreparedQuery {
  private static final Schema SCHEMA =
      new Schema(List.of(Field.notNullable("plan", ArrowType.Utf8.INSTANCE)));

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public Schema parameterSchema() {
    return plan.parameterSchema();
  }

  @Override
  public ArrowReader openReader(
      BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic) {
    BoundPlan bound = Planning.guarded(() -> plan.bind(parameters, clock.instant()));
    if (runs) {
      Analysis analysis = new Analysis(execution, bound, parent, traffic);
      Stream<List<@Nullable Object>> rows =
          analysis.lines().map(line -> List.<@Nullable Object>of(line));
      return new ListReader(SCHEMA, rows.onClose(analysis::close), parent);
    }
    List<String> lines = Planning.guarded(() -> execution.explain(bound, traffic));
    return new ListReader(SCHEMA, lines.stream().map(List::of), parent);
  }
}
