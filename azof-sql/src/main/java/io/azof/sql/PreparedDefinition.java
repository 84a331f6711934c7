package io.azof.sql;

import io.azof.sql.parse.DefinitionStatement;
import io.azof.sql.write.TableDefinitions;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER or DROP TABLE. */
record PreparedDefinition(DefinitionStatement statement, Lakehouse lakehouse)
    implements PreparedUpdate {
  @Override
  public String sql() {
    return statement.text();
  }

  @Override
  public Optional<String> changedTable() {
    return Optional.of(statement.tableName());
  }

  @Override
  public Schema parameterSchema() {
    return new Schema(List.of());
  }

  @Override
  public long execute(
      BufferAllocator parent,
      List<List<@Nullable Object>> parameterRows,
      Consumer<Traffic> traffic) {
    Planning.guarded(() -> TableDefinitions.run(lakehouse, statement.definition()));
    return 0;
  }
}
