package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.ColumnType;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns that somebody else changes between the opening of a writer and its commit. */
final class ColumnsChangedMeanwhileTest {
  private static final int TEXT_ID = 1;
  private static final int NUMBER_ID = 2;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private WriterFixture fixture;

  @BeforeEach
  void open() {
    store.createIfAbsent("not-a-table", new byte[0]);
    fixture = new WriterFixture(store).create();
    fixture.commit("old", 10, 1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void rowsAreCommittedWhenTheColumnsOnlyGrew() throws IOException {
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("new", WriterFixture.time(20), WriterFixture.values("y", 2));
      alter(new SchemaChange.WidenColumn(NUMBER_ID, ColumnType.DOUBLE));
      alter(new SchemaChange.AddColumn("added", ColumnType.STRING, true, "none", null));
      writer.commit();
    }
    assertThat(state())
        .containsExactlyInAnyOrder("[old, 10, x, 1.0, none]", "[new, 20, y, 2.0, none]");
  }

  @Test
  void rowsWithoutAColumnThatARollbackBroughtBackAreNotCommitted() throws IOException {
    long version = fixture.lakehouse.table(WriterFixture.TABLE).version();
    alter(new SchemaChange.DropColumn(TEXT_ID));
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("new", WriterFixture.time(20), Map.of("number", 2L));
      fixture.lakehouse.rollback(WriterFixture.TABLE, version);
      requireConflict(writer, "text");
    }
    assertThat(state()).containsExactly("[old, 10, x, 1]");
  }

  @Test
  void rowsOfAWiderTypeThanARollbackBroughtBackAreNotCommitted() throws IOException {
    long version = fixture.lakehouse.table(WriterFixture.TABLE).version();
    alter(new SchemaChange.WidenColumn(NUMBER_ID, ColumnType.DOUBLE));
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("new", WriterFixture.time(20), Map.of("number", 2.5));
      fixture.lakehouse.rollback(WriterFixture.TABLE, version);
      requireConflict(writer, "number");
    }
    assertThat(state()).containsExactly("[old, 10, x, 1]");
  }

  private void requireConflict(TableWriter writer, String column) {
    assertThatThrownBy(writer::commit)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("\"" + column + "\"")
        .hasMessageContaining("nothing was committed");
  }

  private void alter(SchemaChange change) {
    fixture.lakehouse.alterTable(WriterFixture.TABLE, List.of(change));
  }

  private List<String> state() throws IOException {
    try (ArrowReader reader =
        fixture.lakehouse.table(WriterFixture.TABLE).scan().openReader(fixture.allocator)) {
      List<List<@Nullable Object>> rows = Rows.read(reader);
      return Rows.sorted(rows);
    }
  }
}
