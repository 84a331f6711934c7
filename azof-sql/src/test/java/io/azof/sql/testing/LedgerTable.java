package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.snapshot.RetryPause;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A table of six versions, one for each day since 2024-01-01: empty, two rows, one more column, a
 * late row and a correction, a delete, a column renamed.
 */
final class LedgerTable implements AutoCloseable {
  private static final String TABLE = "ledger";
  private static final long ROWS_BYTES_MAX = 64L << 20;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final BufferAllocator allocator;
  private final Lakehouse lakehouse;

  private LedgerTable(BufferAllocator allocator, Path folder) {
    this.allocator = allocator;
    this.lakehouse =
        Lakehouse.open(
            new LocalObjectStore(folder),
            new WriteSettings(
                now::get, () -> UUID.randomUUID().toString(), RetryPause.NONE, ROWS_BYTES_MAX, 1));
  }

  static void write(BufferAllocator allocator, Path folder) {
    try (LedgerTable ledger = new LedgerTable(allocator, folder)) {
      ledger.write();
    }
  }

  private void write() {
    onDay(1);
    TableSchema schema = new TableSchema(List.of(new Column("balance", ColumnType.INT, true)));
    lakehouse.createTable(TABLE, schema, Map.of());
    onDay(2);
    commit(
        rows -> {
          rows.put("a", EventTime.parse("2023-12-01"), Map.of("balance", 100L));
          rows.put("b", EventTime.parse("2023-12-15"), Map.of("balance", 50L));
        });
    onDay(3);
    lakehouse.alterTable(
        TABLE, List.of(new SchemaChange.AddColumn("note", ColumnType.STRING, true, null, null)));
    onDay(4);
    commit(
        rows -> {
          rows.put("a", EventTime.parse("2023-11-01"), Map.of("balance", 70L, "note", "late"));
          rows.put("b", EventTime.parse("2023-12-15"), Map.of("balance", 55L, "note", "corrected"));
        });
    onDay(5);
    commit(rows -> rows.delete("a", EventTime.parse("2024-01-05")));
    onDay(6);
    lakehouse.alterTable(TABLE, List.of(new SchemaChange.RenameColumn(1, "amount")));
  }

  private void onDay(int day) {
    now.set(Instant.parse("2024-01-0" + day + "T12:00:00Z"));
  }

  private void commit(Consumer<TableWriter> rows) {
    try (TableWriter writer = lakehouse.openWriter(TABLE, allocator)) {
      rows.accept(writer);
      writer.commit();
    }
  }

  @Override
  public void close() {
    lakehouse.close();
  }
}
