package io.azof.sql;

import io.azof.sql.plan.BoundPlan;
import io.azof.sql.plan.ChangePlan;
import io.azof.sql.write.RowChanges;
import io.azof.storage.model.Traffic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE or DELETE. */
record PreparedChange(String sql, ChangePlan plan, RowChanges changes, InstantSource clock)
    implements PreparedUpdate {
  @Override
  public Optional<String> changedTable() {
    return Optional.of(plan.target().name());
  }

  @Override
  public Schema parameterSchema() {
    return plan.rows().parameterSchema();
  }

  @Override
  public long execute(
      BufferAllocator parent,
      List<List<@Nullable Object>> parameterRows,
      Consumer<Traffic> traffic) {
    return Planning.guarded(
        () -> {
          List<BoundPlan> runs = new ArrayList<>();
          Instant now = clock.instant();
          for (List<@Nullable Object> parameters : parameterRows) {
            runs.add(plan.rows().bind(parameters, now));
          }
          if (!plan.readsTables()) {
            return changes.commit(plan, runs, parent, traffic);
          }
          long rows = 0;
          for (BoundPlan run : runs) {
            rows += changes.commit(plan, List.of(run), parent, traffic);
          }
          return rows;
        });
  }
}
