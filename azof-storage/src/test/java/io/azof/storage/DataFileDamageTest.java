package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data files that are missing, cut, or whose footers do not fit what there is. */
final class DataFileDamageTest extends DataFileFault {
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
                + "\": column \"key\" ends after 10 of the "
                + promised
                + " rows that the footer promises of a row group");
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
}
