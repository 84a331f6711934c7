package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.parquet.ArrowColumns;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.DatasetFile;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.snapshot.RetryPause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DataFileWriterTest {
  private static final TableSchema SCHEMA =
      new TableSchema(3, 0, List.of(new Column("n", ColumnType.INT, true)));

  @TempDir private Path folder;
  private BufferAllocator allocator;
  private ObjectStore store;
  private DataFileWriter writer;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    store = new LocalObjectStore(folder);
    writer =
        new DataFileWriter(
            store,
            new WriteSettings(
                () -> Instant.EPOCH,
                () -> UUID.randomUUID().toString(),
                RetryPause.NONE,
                64 << 20,
                2));
  }

  @AfterEach
  void leavesNothing() {
    writer.close();
    allocator.close();
    assertThat(stagedFiles()).isEmpty();
  }

  @Test
  void stagesRowsWithTheirSequences() {
    try (StagedFile staged =
        stage(
            StagedOrder.SORTED,
            "_seq",
            List.of(
                Rows.row("a", 20L, 1L, 7L, false),
                Rows.row("a", 10L, null, 3L, true),
                Rows.row("b", 15L, 2L, 4L, false)))) {
      assertThat(staged.hasSequences()).isTrue();
      FileFacts facts = staged.facts();
      assertThat(facts.rows()).isEqualTo(3);
      assertThat(facts.minSequence()).isEqualTo(3);
      assertThat(facts.maxSequence()).isEqualTo(7);
      assertThat(facts.deletes()).isEqualTo(1);
      assertThat(facts.hasNulls()).isFalse();
      assertThat(facts.schemaId()).isEqualTo(3);
      assertThat(staged.dataFile("x", 99).facts()).isEqualTo(facts);
      DataFileFooter footer = FooterReader.read(staged.path(), "file");
      assertThat(footer.columns())
          .extracting(DataFileFooter.FileColumn::name)
          .containsExactly("key", "event_time", "n", "_seq", "_deleted");
      assertThat(footer.keyOrder()).isEqualTo(KeyOrder.ASCENDING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stagesNothingWhereThereAreNoRows(StagedOrder order) {
    assertThat(openStaged(order, List.of())).isEmpty();
  }

  @Test
  void sequencesOfAFileWithoutThemAreThoseOfItsCommit() {
    try (StagedFile staged =
        stage(StagedOrder.UNSORTED, "n", List.of(Rows.row("a", 1L, 1L, false)))) {
      assertThat(staged.hasSequences()).isFalse();
      assertThat(staged.facts().maxSequence()).isZero();
      FileFacts facts = staged.dataFile("x", 12).facts();
      assertThat(facts).isEqualTo(staged.facts().withSequence(12));
    }
  }

  @Test
  void aFileOfOneRowPerKeyPromisesIt() {
    try (StagedFile staged =
        stage(
            StagedOrder.UNSORTED,
            "n",
            List.of(Rows.row("b", 1L, 1L, false), Rows.row("a", 1L, 1L, false)))) {
      assertThat(FooterReader.read(staged.path(), "file").keyOrder()).isEqualTo(KeyOrder.UNIQUE);
    }
  }

  @Test
  void rowsThatDoNotComeSortedAreRefused() {
    refuses(
        "The row of key \"a\" at 1970-01-01T00:00:00.002Z comes after one of a greater key; rows"
            + " must be sorted by key, newest first",
        List.of(Rows.row("b", 1L, 1L, false), Rows.row("a", 2L, 1L, false)));
    refuses(
        "The row of key \"a\" at 1970-01-01T00:00:00.002Z comes after an older one of that key;"
            + " rows must be sorted by key, newest first",
        List.of(Rows.row("a", 1L, 1L, false), Rows.row("a", 2L, 1L, false)));
    refuses(
        "Key \"a\" has two rows at 1970-01-01T00:00:00.001Z",
        List.of(Rows.row("a", 1L, 1L, false), Rows.row("a", 1L, 1L, false)));
  }

  @Test
  void orderIsCheckedFromBatchToBatch() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      rows.add(Rows.row("k" + (10_000 + i), 1L, 1L, false));
    }
    try (StagedFile staged = stage(StagedOrder.SORTED, "n", rows)) {
      assertThat(staged.facts().rows()).isEqualTo(5_000);
    }
    rows.add(Rows.row("k10000", 1L, 1L, false));
    refuses(
        "The row of key \"k10000\" at 1970-01-01T00:00:00.001Z comes after one of a greater key;"
            + " rows must be sorted by key, newest first",
        rows);
  }

  @Test
  void putsAFileUnderANewNameEachTime() throws IOException {
    try (StagedFile staged =
        stage(StagedOrder.UNSORTED, "n", List.of(Rows.row("a", 1L, 1L, false)))) {
      String first = writer.put(staged, "t", DataFileKind.BASE, 4);
      String second = writer.put(staged, "t", DataFileKind.DELTA, 0);
      assertThat(first).matches("base-b4-[0-9a-f-]{36}\\.parquet");
      assertThat(second).matches("delta-b0-[0-9a-f-]{36}\\.parquet");
      writer.remove("t", second);
      assertThat(store.list("t").objects()).extracting(o -> o.name()).containsExactly(first);
      Files.delete(staged.path());
      List<List<@Nullable Object>> rows = new ArrayList<>();
      DatasetFile.read(folder.resolve("t").resolve(first), allocator, b -> Rows.add(b, rows));
      assertThat(rows).containsExactly(Rows.row("a", 1L, 1L));
    }
  }

  @Test
  void writersOfSeveralThreadsShareOneEngine() {
    List<StagedFile> staged =
        Stream.iterate(0L, i -> i + 1)
            .limit(8)
            .parallel()
            .map(i -> stage(StagedOrder.UNSORTED, "n", List.of(Rows.row("k" + i, i, i, false))))
            .toList();
    assertThat(staged).extracting(file -> file.facts().minKey()).doesNotHaveDuplicates();
    staged.forEach(StagedFile::close);
  }

  private void refuses(String message, List<List<@Nullable Object>> rows) {
    assertThatThrownBy(() -> openStaged(StagedOrder.SORTED, rows))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessage(message);
  }

  private Optional<StagedFile> openStaged(StagedOrder order, List<List<@Nullable Object>> rows) {
    return openStaged(order, "n", rows);
  }

  private StagedFile stage(StagedOrder order, String last, List<List<@Nullable Object>> rows) {
    return openStaged(order, last, rows).orElseThrow();
  }

  /**
   * @param last the last column before {@code _deleted}
   */
  private Optional<StagedFile> openStaged(
      StagedOrder order, String last, List<List<@Nullable Object>> rows) {
    List<Field> fields = new ArrayList<>(RowLayout.target(SCHEMA, false).getFields());
    if (last.equals("_seq")) {
      fields.add(Field.nullable("_seq", ArrowColumns.arrowType(ColumnType.INT)));
    }
    fields.add(Field.nullable("_deleted", ArrowColumns.arrowType(ColumnType.BOOLEAN)));
    return writer.openStaged(
        allocator, child -> GivenRows.open(new Schema(fields), rows, 1_000, child), SCHEMA, order);
  }

  private List<Path> stagedFiles() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.startsWith(store.stagingFolder()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
