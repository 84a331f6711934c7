package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.RetryPause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A lakehouse whose clock stands still; the table t has the columns text, which may be null, and
 * number, which may not. Closing it fails on a leak of memory, and when a file stays staged.
 */
final class WriterFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
  static final String TABLE = "t";
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Column("text", ColumnType.STRING, true),
              new Column("number", ColumnType.INT, false)));

  final ObjectStore store;
  final BufferAllocator allocator = new RootAllocator();
  final Lakehouse lakehouse;
  private final Path staging;

  WriterFixture(ObjectStore store) {
    this.store = store;
    this.staging = store.stagingFolder();
    this.lakehouse =
        Lakehouse.open(
            store,
            new WriteSettings(
                () -> NOW, () -> UUID.randomUUID().toString(), RetryPause.NONE, 64 << 20, 2));
  }

  WriterFixture create() {
    return create(Map.of());
  }

  WriterFixture create(Map<String, String> properties) {
    lakehouse.createTable(TABLE, SCHEMA, properties);
    return this;
  }

  TableWriter openWriter() {
    return lakehouse.openWriter(TABLE, allocator);
  }

  StoredTable stored() {
    return StoredTable.current(store, TABLE);
  }

  static EventTime time(long millis) {
    return new EventTime(millis);
  }

  /** The time at which the clock stands. */
  static EventTime now() {
    return EventTime.of(NOW);
  }

  /** The values of a row. */
  static Map<String, @Nullable Object> values(@Nullable String text, long number) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("text", text);
    values.put("number", number);
    return values;
  }

  /** Commits one row. */
  CommitSummary commit(String key, long millis, long number) {
    try (TableWriter writer = openWriter()) {
      writer.put(key, time(millis), values("x", number));
      return writer.commit();
    }
  }

  @Override
  public void close() {
    lakehouse.close();
    allocator.close();
    if (staging.getFileName().startsWith(".azof-staging")) {
      requireNoneStaged();
    }
  }

  private void requireNoneStaged() {
    if (!Files.exists(staging)) {
      return;
    }
    try (Stream<Path> files = Files.list(staging)) {
      assertThat(files).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
