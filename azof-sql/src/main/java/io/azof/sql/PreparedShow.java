package io.azof.sql;

import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.execute.ListReader;
import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** SHOW of a setting: what it was when the statement was prepared, and who said so. */
record PreparedShow(String sql, SessionSetting setting, SessionSettings.Value value)
    implements PreparedQuery {
  @Override
  public Schema schema() {
    return new Schema(
        List.of(
            Field.notNullable(setting.settingName(), ArrowType.Utf8.INSTANCE),
            Field.notNullable("origin", ArrowType.Utf8.INSTANCE)));
  }

  @Override
  public Schema parameterSchema() {
    return new Schema(List.of());
  }

  @Override
  public ArrowReader openReader(
      BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic) {
    String origin = value.origin().name().toLowerCase(Locale.ROOT);
    return new ListReader(schema(), Stream.of(List.of(value.text(), origin)), parent);
  }
}
