package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.fixture.Tree;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.local.LocalObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing to tables of version 1 of the format. */
final class UpgradeTest {
  @TempDir private Path folder;
  private WriterFixture fixture;

  @BeforeEach
  void open() {
    fixture = new WriterFixture(new LocalObjectStore(folder));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theFirstCommitMakesItATableOfVersion2() {
    new SmallTable(new LakehouseFixture(folder));
    List<Segment> roots = SmallTable.SNAPSHOT.segments();
    CommitSummary summary;
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("new", WriterFixture.now(), Map.of("n", 1L));
      summary = writer.commit();
    }
    assertThat(summary.version()).isEqualTo(8);
    Snapshot snapshot = fixture.stored().snapshot();
    Lineage lineage = Objects.requireNonNull(snapshot.lineage());
    assertThat(lineage.parent()).isEqualTo(7);
    assertThat(lineage.retainedFrom()).isEqualTo(7);
    assertThat(snapshot.segments()).hasSize(1);
    assertThat(snapshot.segments().get(0).children()).hasSameSizeAs(roots);
    List<DataFile> old = SmallTable.SNAPSHOT.files().toList();
    assertThat(snapshot.files()).containsAll(old).hasSize(old.size() + 1);
    assertThat(summary.files().get(0).name()).startsWith("delta-b7-");
  }

  @Test
  void aTableThatWasRolledBackToVersion1LosesNothingToTheNextCommit() {
    LakehouseFixture tables = new LakehouseFixture(folder);
    tables.table(
        "t",
        Tree.snapshot(
            SmallTable.SNAPSHOT.schema().columns(),
            Tree.segment("first").during(0, 14).base(),
            Tree.segment("second").from(15).base()));
    tables.file(
        "t", "first.parquet", ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).bytes());
    tables.file(
        "t",
        "second.parquet",
        ParquetFixture.of(SmallTable.COLUMNS, SmallTable.deltaRows()).bytes());
    List<List<String>> before = states();
    for (String key : List.of("new", "newer")) {
      try (TableWriter writer = fixture.openWriter()) {
        writer.put(key, WriterFixture.now(), Map.of("n", 1L));
        writer.commit();
      }
      assertThat(states()).isEqualTo(before);
      if (key.equals("new")) {
        fixture.lakehouse.rollback("t", 7);
        assertThat(states()).isEqualTo(before);
      }
    }
  }

  @Test
  void whatWasKnownBeforeStaysAsItWas() {
    new SmallTable(new LakehouseFixture(folder));
    List<List<String>> before = states();
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("new", WriterFixture.now(), Map.of("n", 1L));
      writer.commit();
    }
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void aTableThatCannotBecomeOneIsRefusedWhenTheWriterIsOpened() {
    LakehouseFixture tables = new LakehouseFixture(folder);
    tables.table(
        "t", Tree.snapshot(List.of(), Tree.segment("a").from(0), Tree.segment("b").from(5)));
    refused("overlap");
  }

  @Test
  void aTableWithAColumnThatDataFilesHaveForThemselvesIsRefused() {
    new LakehouseFixture(folder)
        .table(
            "t",
            Tree.snapshot(
                List.of(new Column("_seq", ColumnType.INT, true)), Tree.segment("a").from(0)));
    refused("\"_seq\"");
  }

  private void refused(String reason) {
    assertThatThrownBy(fixture::openWriter)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageStartingWith("Table \"t\" cannot be written to: ")
        .hasMessageContaining(reason);
  }

  /** The table at every time at which something of it could change. */
  private List<List<String>> states() {
    List<List<String>> states = new ArrayList<>();
    for (long millis = -1; millis < 120; millis++) {
      try (ArrowReader rows =
          fixture
              .lakehouse
              .table("t")
              .scan()
              .asOf(AsOf.at(time(millis)))
              .openReader(fixture.allocator)) {
        states.add(Rows.sorted(Rows.read(rows)));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return states;
  }
}
