package io.azof.sql;

import io.azof.sql.execute.Execution;
import io.azof.sql.plan.QueryPlan;
import io.azof.storage.model.Traffic;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose rows are asked for. */
record PreparedSelect(String sql, QueryPlan plan, Execution execution, InstantSource clock)
    implements PreparedQuery {
  @Override
  public Schema schema() {
    return plan.schema();
  }

  @Override
  public Schema parameterSchema() {
    return plan.parameterSchema();
  }

  @Override
  public ArrowReader openReader(
      BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic) {
    return Planning.guarded(
        () -> execution.openReader(plan.bind(parameters, clock.instant()), parent, traffic));
  }
}
