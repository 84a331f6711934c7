package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DroppedTableTest {
  private static final TableSchema SCHEMA =
      new TableSchema(List.of(new Column("n", ColumnType.INT, true)));

  private final BufferAllocator allocator = new RootAllocator();
  private final Lakehouse lakehouse = Lakehouse.open("memory:");

  @BeforeEach
  void aTableOfTwoRows() {
    lakehouse.createTable("t", SCHEMA, Map.of());
    put("a");
    put("b");
  }

  @AfterEach
  void everythingIsGivenBack() {
    lakehouse.close();
    allocator.close();
  }

  @Test
  void isNotThere() {
    lakehouse.dropTable("t");
    assertThat(lakehouse.tableNames()).isEmpty();
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> lakehouse.table("t"));
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> lakehouse.table("t", 2));
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> lakehouse.dropTable("t"));
  }

  @Test
  void isStillReadByWhoHadItBefore() throws IOException {
    Table before = lakehouse.table("t");
    lakehouse.dropTable("t");
    assertThat(rows(before)).isEqualTo(2);
  }

  @Test
  void takesNoCommitOfAWriterThatHadItBefore() {
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      writer.put("c", EventTime.parse("2021-01-01"), Map.of());
      lakehouse.dropTable("t");
      assertFails(ErrorCode.TABLE_NOT_FOUND, writer::commit);
    }
    assertThat(lakehouse.tableNames()).isEmpty();
  }

  @Test
  void isAnotherOneWhenItIsMadeAgain() throws IOException {
    Table before = lakehouse.table("t");
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      writer.put("c", EventTime.parse("2021-01-01"), Map.of());
      lakehouse.dropTable("t");
      Table again = lakehouse.createTable("t", SCHEMA, Map.of());
      assertThat(again.version()).isEqualTo(before.version() + 1);
      assertFails(ErrorCode.CONFLICT, writer::commit);
    }
    assertThat(rows(lakehouse.table("t"))).isZero();
    assertThat(rows(before)).isEqualTo(2);
    assertFails(ErrorCode.VERSION_NOT_FOUND, () -> lakehouse.table("t", 2));
    put("d");
    assertThat(rows(lakehouse.table("t"))).isEqualTo(1);
    assertThat(lakehouse.maintenance().check("t").faults()).isEmpty();
  }

  @Test
  void isGarbageOnceThereIsAnotherOne() throws IOException {
    lakehouse.dropTable("t");
    lakehouse.createTable("t", SCHEMA, Map.of());
    put("d");
    assertThat(lakehouse.maintenance().removeGarbage("t", Duration.ZERO).removable()).isNotEmpty();
    assertThat(rows(lakehouse.table("t"))).isEqualTo(1);
    assertThat(lakehouse.maintenance().check("t").faults()).isEmpty();
  }

  private static void assertFails(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void put(String key) {
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      writer.put(key, EventTime.parse("2021-01-01"), Map.of());
      writer.commit();
    }
  }

  private long rows(Table table) throws IOException {
    long rows = 0;
    try (ArrowReader reader = table.scan().openReader(allocator)) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }
}
