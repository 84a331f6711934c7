package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.ReadRule;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data files that are not what they should be: never a short result, never another exception than
 * one that names the file, and nothing is left open.
 */
final class DataFileFaultTest {
  private static final AsOf AT_20 = AsOf.at(new EventTime(20));
  private static final AsOf AT_5 = AsOf.at(new EventTime(5));

  @TempDir private Path folder;
  private SmallTable table;

  @BeforeEach
  void writeTable() {
    table = new SmallTable(new LakehouseFixture(folder));
  }

  @AfterEach
  void leavesNoFilesOpen() {
    OpenFiles.requireNone(folder);
  }

  @Test
  void theTableIsReadRightBeforeItIsBroken() {
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20, AT_5)) {
      assertThat(Rows.sorted(read(asOf))).isEqualTo(truth(asOf));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base.parquet", "d.parquet"})
  void aMissingFileIsNamed(String file) throws IOException {
    Files.delete(folder.resolve("t").resolve(file));
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_MISSING,
        "Snapshot 7 of table \"t\" lists data file \"t/"
            + file
            + "\", which does not exist; restore that object");
  }

  @Test
  void aFolderInPlaceOfAFileIsAMissingFile() throws IOException {
    Files.delete(folder.resolve("t/d.parquet"));
    Files.createDirectory(folder.resolve("t/d.parquet"));
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_MISSING,
        "Snapshot 7 of table \"t\" lists data file \"t/d.parquet\", which does not exist; restore"
            + " that object");
  }

  @Test
  void aFileThatIsNotNeededIsNotMissed() throws IOException {
    Files.delete(folder.resolve("t/d.parquet"));
    assertThat(read(AsOf.at(new EventTime(-1)))).isEmpty();
  }

  @Test
  void aFileThatIsCutAnywhereIsCorrupt() {
    byte[] whole = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).bytes();
    for (int length = 0; length < whole.length; length++) {
      table.base(Arrays.copyOf(whole, length));
      AzofException thrown = thrown(AsOf.LATEST);
      assertThat(thrown.code()).as("cut to " + length).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
      assertThat(thrown)
          .hasMessage(
              "Data file \"t/base.parquet\" is not a whole Parquet file: it does not end with"
                  + " PAR1");
    }
  }

  @Test
  void aFileThatLostBytesInItsMiddleIsCorrupt() {
    byte[] whole = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).bytes();
    for (int cut = 1; cut < whole.length - 12; cut += 3) {
      byte[] shorter = Arrays.copyOf(whole, whole.length - cut);
      System.arraycopy(whole, 4 + cut, shorter, 4, shorter.length - 4);
      table.base(shorter);
      AzofException thrown = thrown(AsOf.LATEST);
      assertThat(thrown.code()).as("lost " + cut).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
      assertThat(thrown).hasMessageContaining("ata file \"t/base.parquet\"");
    }
  }

  @Test
  void aFileWithoutItsMagicIsCorrupt() {
    byte[] bytes = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.deltaRows()).bytes();
    bytes[0] = 'p';
    table.delta(bytes);
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/d.parquet\" is not a Parquet file: it does not start with PAR1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_000_000})
  void aFooterOfImpossibleLengthIsCorrupt(int footerBytes) {
    byte[] bytes = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.deltaRows()).bytes();
    for (int i = 0; i < 4; i++) {
      bytes[bytes.length - 8 + i] = (byte) (footerBytes >>> (8 * i));
    }
    table.delta(bytes);
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/d.parquet\" has a footer of impossible length " + footerBytes);
  }

  @Test
  void aFooterOfRubbishIsCorrupt() {
    byte[] bytes = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.deltaRows()).bytes();
    Arrays.fill(bytes, bytes.length - 200, bytes.length - 8, (byte) 0x55);
    table.delta(bytes);
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/d.parquet\" has a footer that cannot be read");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"INT64", "INT64_ANNOTATED"},
      mode = EnumSource.Mode.EXCLUDE)
  void aColumnOfAnotherTypeIsRefused(Kind kind) {
    List<FixtureColumn> columns =
        FixtureColumn.after(
            FixtureColumn.optional("n", kind), FixtureColumn.optional("s", Kind.STRING));
    table.delta(ParquetFixture.of(columns, List.of(row("k", 0L, null, null))));
    AzofException thrown = thrown(AsOf.LATEST);
    assertThat(thrown.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
    assertThat(thrown)
        .hasMessageStartingWith(
            "Data file \"t/d.parquet\" has another schema than the table: column 3 should be \"n\""
                + " INT64, found \"n\" ");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TIMESTAMP_MILLIS_UTC", "LEGACY_TIMESTAMP_MILLIS"},
      mode = EnumSource.Mode.EXCLUDE)
  void eventTimesOfAnotherTypeAreRefused(Kind kind) {
    List<FixtureColumn> columns = new ArrayList<>(SmallTable.COLUMNS);
    columns.set(1, FixtureColumn.optional("event_time", kind));
    table.base(ParquetFixture.of(columns, List.of(row("k", null, null, null))));
    AzofException thrown = thrown(AsOf.LATEST);
    assertThat(thrown.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
    assertThat(thrown).hasMessageContaining("ata file \"t/base.parquet\"");
  }

  @Test
  void aSchemaThatDiffersIsShownColumnByColumn() {
    List<FixtureColumn> columns = SmallTable.COLUMNS;
    otherSchema(
        List.of(columns.get(0), columns.get(1)),
        "column 3 should be \"n\" INT64, found only 2 columns");
    otherSchema(
        List.of(columns.get(0), columns.get(1), columns.get(3), columns.get(2)),
        "column 3 should be \"n\" INT64, found \"s\" STRING");
    otherSchema(
        List.of(
            columns.get(0),
            columns.get(1),
            FixtureColumn.optional("N", Kind.INT64),
            columns.get(3)),
        "column 3 should be \"n\" INT64, found \"N\" INT64");
    otherSchema(
        List.of(columns.get(1), columns.get(0), columns.get(2), columns.get(3)),
        "column 1 should be \"key\" STRING, found \"event_time\" TIMESTAMP(MILLIS,UTC)");
    otherSchema(
        List.of(
            FixtureColumn.optional("key", Kind.BINARY),
            columns.get(1),
            columns.get(2),
            columns.get(3)),
        "column 1 should be \"key\" STRING, found \"key\" BYTE_ARRAY");
    otherSchema(
        List.of(
            columns.get(0),
            FixtureColumn.optional("event_time", Kind.TIMESTAMP_MILLIS_LOCAL),
            columns.get(2),
            columns.get(3)),
        "column 2 should be \"event_time\" TIMESTAMP(MILLIS,UTC), found \"event_time\""
            + " TIMESTAMP(MILLIS,LOCAL)");
  }

  private void otherSchema(List<FixtureColumn> columns, String difference) {
    table.base(ParquetFixture.of(columns, List.of()));
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/base.parquet\" has another schema than the table: " + difference);
  }

  @Test
  void furtherColumnsAreNoFault() {
    List<FixtureColumn> columns = new ArrayList<>(SmallTable.COLUMNS);
    columns.add(FixtureColumn.optional("extra", Kind.DOUBLE));
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.replaceAll(
        row -> {
          List<@Nullable Object> longer = new ArrayList<>(row);
          longer.add(0.5);
          return longer;
        });
    table.base(ParquetFixture.of(columns, rows));
    assertThat(Rows.sorted(read(AT_20))).isEqualTo(truth(AT_20));
  }

  @Test
  void aFurtherColumnThatHoldsStructuresIsNoFault() {
    List<FixtureColumn> columns = new ArrayList<>(SmallTable.COLUMNS);
    columns.add(FixtureColumn.optional("extra", Kind.INT64));
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.replaceAll(
        row -> {
          List<@Nullable Object> longer = new ArrayList<>(row);
          longer.add(5L);
          return longer;
        });
    table.base(ParquetFixture.of(columns, rows).footer(footer -> makeStructure(footer, 4)));
    assertThat(Rows.sorted(read(AT_20))).isEqualTo(truth(AT_20));
  }

  @Test
  void aKeyThatIsAStructureIsRefused() {
    table.base(
        ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows())
            .footer(footer -> makeStructure(footer, 0)));
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/base.parquet\" has another schema than the table: column 1 should be"
            + " \"key\" STRING, found \"key\" GROUP");
  }

  /** Makes of an optional column an optional structure of one required column. */
  private static void makeStructure(FileMetaData footer, int column) {
    List<SchemaElement> elements = new ArrayList<>(footer.getSchema());
    SchemaElement child = elements.get(column + 1).deepCopy();
    SchemaElement group =
        new SchemaElement(child.getName())
            .setRepetition_type(FieldRepetitionType.OPTIONAL)
            .setNum_children(1);
    child.setName("inner");
    child.setRepetition_type(FieldRepetitionType.REQUIRED);
    elements.set(column + 1, group);
    elements.add(column + 2, child);
    footer.setSchema(elements);
    footer
        .getRow_groups()
        .forEach(
            rowGroup ->
                rowGroup
                    .getColumns()
                    .get(column)
                    .getMeta_data()
                    .setPath_in_schema(List.of(group.getName(), "inner")));
  }

  @Test
  void aColumnThatHoldsListsIsRefused() {
    table.base(
        ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows())
            .footer(
                footer ->
                    footer.getSchema().get(3).setRepetition_type(FieldRepetitionType.REPEATED)));
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/base.parquet\" has another schema than the table: column 3 should be"
            + " \"n\" INT64, found \"n\" REPEATED INT64");
  }

  @Test
  void footersThatLackPartsAreCorrupt() {
    List<Consumer<FileMetaData>> faults =
        List.of(
            footer -> footer.setSchema(List.of()),
            footer -> footer.setSchema(footer.getSchema().subList(0, 1)),
            footer -> footer.getRow_groups().get(0).setColumns(List.of()),
            footer -> footer.getRow_groups().get(0).getColumns().get(0).unsetMeta_data(),
            footer -> footer.getRow_groups().get(0).getColumns().get(2).unsetMeta_data(),
            footer -> footer.getRow_groups().get(0).getColumns().remove(3),
            footer -> footer.getSchema().get(1).unsetRepetition_type(),
            footer -> footer.getSchema().get(2).unsetRepetition_type(),
            footer -> swapEventTimes(footer.getRow_groups().get(0).getColumns().get(1)),
            footer -> chunk(footer).setData_page_offset(-1),
            footer -> chunk(footer).setData_page_offset(Long.MAX_VALUE),
            footer -> chunk(footer).setTotal_compressed_size(-1),
            footer -> chunk(footer).setTotal_compressed_size(Long.MAX_VALUE),
            footer -> footer.getRow_groups().clear());
    for (int i = 0; i < faults.size(); i++) {
      table.base(
          ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).footer(faults.get(i)));
      for (AsOf asOf : List.of(AsOf.LATEST, AT_5)) {
        AzofException thrown = thrown(asOf);
        assertThat(thrown.code()).as("fault %s", i).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
        assertThat(thrown).as("fault %s", i).hasMessageContaining("ata file \"t/base.parquet\"");
      }
    }
  }

  private static void swapEventTimes(ColumnChunk chunk) {
    Statistics statistics = chunk.getMeta_data().getStatistics();
    byte[] min = statistics.getMin_value();
    statistics.setMin_value(statistics.getMax_value()).setMax_value(min);
  }

  private static ColumnMetaData chunk(FileMetaData footer) {
    return footer.getRow_groups().get(0).getColumns().get(0).getMeta_data();
  }

  @ParameterizedTest
  @ValueSource(strings = {"base.parquet", "d.parquet"})
  void aNullKeyThatTheFooterTellsIsRefused(String file) {
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.set(4, row(null, 4L, 4L, "no key"));
    write(file, ParquetFixture.of(SmallTable.COLUMNS, rows).uniqueKeys());
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20, AT_5)) {
      fails(
          asOf,
          ErrorCode.DATA_FILE_CORRUPT,
          "Data file \"t/" + file + "\" holds 1 rows without a key");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base.parquet", "d.parquet"})
  void aNullKeyThatTheFooterHidesIsRefused(String file) {
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.set(4, row(null, 4L, 4L, "no key"));
    write(file, ParquetFixture.of(SmallTable.COLUMNS, rows).withoutStatistics());
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20, AT_5)) {
      fails(
          asOf,
          ErrorCode.DATA_FILE_CORRUPT,
          "Cannot read data file \"t/" + file + "\": it holds a row without a key");
    }
  }

  private void write(String file, ParquetFixture content) {
    new LakehouseFixture(folder).file("t", file, content.bytes());
  }

  @Test
  void aNullEventTimeThatTheFooterTellsIsRefused() {
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.set(4, row("k4", null, 4L, "no time"));
    table.base(ParquetFixture.of(SmallTable.COLUMNS, rows));
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20, AT_5)) {
      fails(
          asOf,
          ErrorCode.DATA_FILE_CORRUPT,
          "Data file \"t/base.parquet\" holds 1 rows without an event time");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNullEventTimeThatTheFooterHidesIsRefused(boolean withDelta) {
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.set(4, row("k4", null, 4L, "no time"));
    table.base(ParquetFixture.of(SmallTable.COLUMNS, rows).withoutStatistics());
    if (!withDelta) {
      table.delta(ParquetFixture.of(SmallTable.COLUMNS, List.of()));
    }
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20, AT_5)) {
      for (List<String> columns : List.of(List.of("n"), List.of("event_time"), List.<String>of())) {
        assertThat(thrown(asOf, columns))
            .hasMessage(
                "Cannot read data file \"t/base.parquet\": it holds a row without an event time");
      }
    }
  }

  @Test
  void aNullEventTimeInADeltaIsRefused() {
    table.delta(
        ParquetFixture.of(
                SmallTable.COLUMNS, List.of(row("a", 1L, 1L, "x"), row("b", null, 2L, "x")))
            .withoutStatistics());
    for (AsOf asOf : List.of(AsOf.LATEST, AT_20)) {
      fails(
          asOf,
          ErrorCode.DATA_FILE_CORRUPT,
          "Cannot read data file \"t/d.parquet\": it holds a row without an event time");
    }
  }

  @Test
  void rowGroupsMustAddUpToTheRowsOfTheFile() {
    table.base(
        ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows())
            .footer(footer -> footer.setNum_rows(11)));
    fails(
        AsOf.LATEST,
        ErrorCode.DATA_FILE_CORRUPT,
        "Data file \"t/base.parquet\" says it has 11 rows, but its row groups have 10");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 9, 1, 0, 1_000, -1, Long.MAX_VALUE})
  void rowGroupsMustHaveAsManyKeysAsRows(long promised) {
    for (String file : List.of("base.parquet", "d.parquet")) {
      writeTable();
      write(
          file,
          ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows())
              .footer(
                  footer -> {
                    footer.setNum_rows(promised);
                    footer.getRow_groups().get(0).setNum_rows(promised);
                  }));
      for (AsOf asOf : List.of(AsOf.LATEST, AT_20, AT_5)) {
        fails(
            asOf,
            ErrorCode.DATA_FILE_CORRUPT,
            "Data file \"t/" + file + "\" has a row group of " + promised + " rows with 10 keys");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 1_000})
  void aFileWhosePagesEndEarlyIsRefused(long promised) {
    for (String file : List.of("base.parquet", "d.parquet")) {
      writeTable();
      write(file, promising(promised));
      for (AsOf asOf : List.of(AsOf.LATEST, AT_20)) {
        fails(
            asOf,
            ErrorCode.DATA_FILE_CORRUPT,
            "Cannot read data file \"t/"
                + file
                + "\": its footer promises "
                + promised
                + " rows, but it ended after 10");
      }
    }
  }

  /** A file of ten rows whose footer says throughout that there are more. */
  private static ParquetFixture promising(long rows) {
    return ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows())
        .footer(
            footer -> {
              footer.setNum_rows(rows);
              footer.getRow_groups().get(0).setNum_rows(rows);
              footer
                  .getRow_groups()
                  .get(0)
                  .getColumns()
                  .forEach(column -> column.getMeta_data().setNum_values(rows));
            });
  }

  private static List<String> truth(AsOf asOf) {
    return Rows.sorted(ReadRule.state(SmallTable.SNAPSHOT, SmallTable.rows(), asOf));
  }

  private void fails(AsOf asOf, ErrorCode code, String message) {
    AzofException thrown = thrown(asOf);
    assertThat(thrown).hasMessage(message);
    assertThat(thrown.code()).isEqualTo(code);
  }

  private AzofException thrown(AsOf asOf) {
    return thrown(asOf, SmallTable.SNAPSHOT.schema().columnNames());
  }

  private AzofException thrown(AsOf asOf, List<String> columns) {
    Throwable thrown = catchThrowable(() -> read(asOf, columns));
    assertThat(thrown).as("as of %s, columns %s", asOf, columns).isInstanceOf(AzofException.class);
    return (AzofException) thrown;
  }

  private List<List<@Nullable Object>> read(AsOf asOf) {
    return read(asOf, SmallTable.SNAPSHOT.schema().columnNames());
  }

  private List<List<@Nullable Object>> read(AsOf asOf, List<String> columns) {
    try (RootAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        ArrowReader reader =
            lakehouse.table("t").scan().asOf(asOf).select(columns).openReader(allocator)) {
      return Rows.read(reader);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
