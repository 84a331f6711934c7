package io.azof.sql;

import io.azof.sql.execute.Execution;
import io.azof.sql.execute.ListReader;
import io.azof.sql.plan.QueryPlan;
import io.azof.storage.model.Traffic;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose plan is asked for, as it would run now: one column {@code plan}, a line a row. */
record PreparedExplain(String sql, QueryPlan plan, Execution execution, InstantSource clock)
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
    List<String> lines =
        Planning.guarded(() -> execution.explain(plan.bind(parameters, clock.instant()), traffic));
    return new ListReader(SCHEMA, lines.stream().map(List::of), parent);
  }
}
