package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.ErrorCode;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data files with rows that have no key or no event time. */
final class DataFileNullTest extends DataFileFault {
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
}
