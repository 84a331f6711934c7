package io.azof.sql;

import io.azof.sql.procedure.ProcedureCall;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** CALL: what is called for is done when its answer is opened, each time. */
record PreparedCall(String sql, ProcedureCall call, Lakehouse lakehouse) implements PreparedQuery {
  @Override
  public boolean changesTables() {
    return call.changesTable();
  }

  @Override
  public Optional<String> changedTable() {
    return changesTables() ? call.table() : Optional.empty();
  }

  @Override
  public Schema schema() {
    return call.schema();
  }

  @Override
  public Schema parameterSchema() {
    return call.parameterSchema();
  }

  @Override
  public ArrowReader openReader(
      BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic) {
    return Planning.guarded(() -> call.openAnswer(lakehouse, parameters, parent));
  }
}
