package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.TABLE;
import static io.azof.storage.write.WriterFixture.time;
import static io.azof.storage.write.WriterFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Operation;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.snapshot.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where rows go in trees with more than one open segment, also when the tree changes meanwhile. */
final class LateRowsTest {
  @TempDir private Path folder;
  private MeddlingStore meddling;
  private WriterFixture fixture;
  private Eras eras;

  @BeforeEach
  void open() {
    LocalObjectStore store = new LocalObjectStore(folder);
    meddling = new MeddlingStore(store);
    fixture = new WriterFixture(meddling).create();
    eras = new Eras(store);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void lateRowsHangOnTheRootAndOthersOnTheOpenLeaf() throws IOException {
    startEras(100);
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows =
            GivenRows.open(
                WriterFixture.SCHEMA,
                List.of(
                    Rows.row("a", 99L, "late", 1L),
                    Rows.row("a", 100L, "new", 2L),
                    Rows.row("a", 99L, "late again", 3L),
                    Rows.row("b", 101L, "new", 4L),
                    Rows.row("0", 1L, "late", 5L)),
                2,
                fixture.allocator)) {
      writer.write(rows);
      summary = writer.commit();
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "root: 0@1#3 [late, 5]",
            "root: a@99#3 [late again, 3]",
            "era-2: a@100#3 [new, 2]",
            "era-2: b@101#3 [new, 4]");
    assertThat(summary.lateRows()).isEqualTo(2);
    assertThat(summary.duplicates()).isEqualTo(1);
    assertThat(summary.files()).hasSize(2);
  }

  @Test
  void aBatchInWhichPartsMeetIsSplitBetweenThem() {
    startEras(100, 200, 300);
    try (TableWriter writer = fixture.openWriter()) {
      for (int i = 0; i < 40_000; i++) {
        writer.put("k" + i / 400, time(i % 400), values("x", i));
      }
      assertThat(writer.commit().lateRows()).isEqualTo(30_000);
    }
    List<StoredTable.StoredRow> rows = fixture.stored().rows();
    assertThat(rows).hasSize(40_000);
    assertThat(rows).allMatch(row -> row.segment().equals(row.millis() < 300 ? "root" : "era-4"));
  }

  @Test
  void rowsAreRoutedAnewWhenAnEraBeganMeanwhile() throws IOException {
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(99), values("x", 1));
      writer.put("a", time(100), values("y", 2));
      writer.delete("b", time(100));
      writer.put("b", time(100), values("z", 3));
      writer.delete("c", time(7));
      startEras(100);
      CommitSummary summary = writer.commit();
      assertThat(summary.version()).isEqualTo(3);
      assertThat(summary.lateRows()).isEqualTo(2);
      assertThat(summary.duplicates()).isEqualTo(1);
      assertThat(summary.files()).hasSize(2).allMatch(file -> file.name().startsWith("delta-b2-"));
    }
    assertThat(fixture.stored().texts())
        .containsExactly(
            "root: a@99#3 [x, 1]",
            "root: c@7#3 deleted",
            "era-2: a@100#3 [y, 2]",
            "era-2: b@100#3 [z, 3]");
    assertThat(dataFiles()).hasSize(2);
  }

  @Test
  void rowsAreRoutedAnewAfterAConflictAndTheFilesOfTheFirstAttemptRemoved() {
    meddling.beforeCreation("s2.json", () -> startEras(100));
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(99), values("x", 1));
      writer.put("a", time(100), values("y", 2));
      assertThat(writer.commit().version()).isEqualTo(3);
    }
    assertThat(fixture.stored().texts())
        .containsExactly("root: a@99#3 [x, 1]", "era-2: a@100#3 [y, 2]");
    assertThat(dataFiles()).hasSize(2).allMatch(name -> name.startsWith("delta-b2-"));
  }

  @Test
  void filesOfAnAttemptThatLostAreRemovedWhenTheNextIsRefused() {
    meddling.beforeCreation("s2.json", () -> setFloor(100));
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(99), values("x", 1));
      assertThatThrownBy(writer::commit).hasMessageContaining("nothing was committed");
    }
    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void aTableThatWasMadeAnewIsNotWrittenTo() {
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(1), values("x", 1));
      fixture.store.delete(TABLE + "/version.txt");
      fixture.store.delete(TABLE + "/s1.json");
      fixture.create();
      assertThatThrownBy(writer::commit)
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
          .hasMessageContaining("is another one than when the writer was opened");
    }
    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void rowsThatTheTableDoesNotKeepAnyMoreAreRefusedAtTheCommit() {
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(99), values("x", 1));
      setFloor(100);
      assertThatThrownBy(writer::commit)
          .hasMessage(
              "Table \"t\" has been made to keep nothing before 1970-01-01T00:00:00.100Z"
                  + " meanwhile, and a row is of 1970-01-01T00:00:00.099Z; nothing was committed");
    }
    try (TableWriter writer = fixture.openWriter()) {
      assertThatThrownBy(() -> writer.put("a", time(99), values("x", 1)))
          .hasMessageContaining("is before 1970-01-01T00:00:00.100Z");
    }
  }

  private List<String> dataFiles() {
    return fixture.store.list(TABLE).objects().stream()
        .map(entry -> entry.name())
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }

  private void setFloor(long millis) {
    eras.change(
        current ->
            new Draft(
                current.schema(),
                current.segments(),
                Map.of(),
                time(millis),
                1,
                Operation.EXPIRE,
                Map.of()));
  }

  private void startEras(long... starts) {
    eras.start(starts);
  }
}
