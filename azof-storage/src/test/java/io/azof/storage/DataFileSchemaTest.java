package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data files whose columns are not the table's. */
final class DataFileSchemaTest extends DataFileFault {
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
}
