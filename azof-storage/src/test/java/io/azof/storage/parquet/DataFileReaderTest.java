package io.azof.storage.parquet;

import static io.azof.storage.fixture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFileReaderTest {
  private static final int SCHEMA_ID = 7;

  @TempDir private Path folder;
  private BufferAllocator allocator;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
  }

  @AfterEach
  void leavesNoMemory() {
    allocator.close();
  }

  @Test
  void columnsAreFoundByTheirPhysicalNames() throws IOException {
    List<FixtureColumn> stored =
        FixtureColumn.after(
            FixtureColumn.optional("dropped", Kind.STRING),
            FixtureColumn.optional("a", Kind.INT64),
            FixtureColumn.optional("b", Kind.INT64));
    write(stored, List.of(row("k", 5L, "x", 1L, 2L)));
    assertThat(
            read(
                2,
                column("b", ColumnType.INT, "a", 1, null),
                column("a", ColumnType.INT, "b", 1, null)))
        .containsExactly("[k, 5, 1, 2]");
  }

  @Test
  void aColumnThatIsNewerThanTheFileIsItsDefault() throws IOException {
    write(FixtureColumn.after(), rows(3));
    assertThat(
            read(
                2,
                column("s", ColumnType.STRING, "s#1", 3, "İ"),
                column("i", ColumnType.INT, "i#2", 3, "-7"),
                column("t", ColumnType.BOOLEAN, "t#3", 4, "true"),
                column("f", ColumnType.BOOLEAN, "f#4", 4, "false"),
                column("d", ColumnType.DATE_TIME, "d#5", 4, "1970-01-01T00:00:00.005Z"),
                column("x", ColumnType.DOUBLE, "x#6", 4, "0.5"),
                column("n", ColumnType.decimal(20, 3), "n#7", 4, "-1.5"),
                column("y", ColumnType.DATE, "y#8", 4, "1969-12-31"),
                column("z", ColumnType.BINARY, "z#9", 4, "00ff")))
        .containsExactly(
            "[k0, 0, İ, -7, true, false, 5, 0.5, -1.500, -1, [0, -1]]",
            "[k1, 1, İ, -7, true, false, 5, 0.5, -1.500, -1, [0, -1]]",
            "[k2, 2, İ, -7, true, false, 5, 0.5, -1.500, -1, [0, -1]]");
  }

  @Test
  void aColumnThatIsNewerThanTheFileIsNullWithoutADefault() throws IOException {
    write(FixtureColumn.after(), rows(2));
    assertThat(
            read(
                2,
                column("s", ColumnType.STRING, "s#1", 3, null),
                column("i", ColumnType.INT, "i#2", 3, null),
                column("t", ColumnType.BOOLEAN, "t#3", 3, null),
                column("n", ColumnType.decimal(20, 3), "n#4", 3, null),
                column("z", ColumnType.BINARY, "z#5", 3, null)))
        .containsExactly(
            "[k0, 0, null, null, null, null, null]", "[k1, 1, null, null, null, null, null]");
  }

  @Test
  void defaultsCanBeAllThatIsAskedFor() throws IOException {
    write(FixtureColumn.after(), rows(20_000));
    Column added = column("i", ColumnType.INT, "i#2", 3, "9");
    assertThat(read(2, List.of("i"), added)).hasSize(20_000).containsOnly("[9]");
  }

  @Test
  void whatAFileHasUnderTheNameOfANewerColumnIsNotItsData() throws IOException {
    write(
        FixtureColumn.after(FixtureColumn.optional("a#5", Kind.STRING)),
        List.of(row("k", 0L, "of a column that is gone")));
    assertThat(read(2, column("a", ColumnType.INT, "a#5", 3, "1"))).containsExactly("[k, 0, 1]");
  }

  @Test
  void integersBecomeDoublesAndDecimals() throws IOException {
    List<FixtureColumn> stored = FixtureColumn.after(FixtureColumn.optional("v", Kind.INT64));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long[] values = {0, 1, -1, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};
    LongStream.of(values).forEach(value -> rows.add(row("k", 0L, value)));
    rows.add(row("k", 0L, null));
    write(stored, rows);
    for (ColumnType type :
        List.of(
            ColumnType.DOUBLE,
            ColumnType.decimal(19, 0),
            ColumnType.decimal(20, 1),
            ColumnType.decimal(37, 18),
            ColumnType.decimal(38, 19))) {
      List<String> expected = new ArrayList<>();
      for (long value : values) {
        Object wide =
            type.equals(ColumnType.DOUBLE)
                ? (Object) (double) value
                : BigDecimal.valueOf(value).setScale(type.scale());
        expected.add(Arrays.asList("k", 0L, wide).toString());
      }
      expected.add("[k, 0, null]");
      assertThat(read(2, column("v", type, "v", 1, null))).as("%s", type).isEqualTo(expected);
    }
  }

  @Test
  void decimalsBecomeWiderOnes() throws IOException {
    write(
        FixtureColumn.after(FixtureColumn.optional("v", Kind.DECIMAL_INT64)),
        List.of(row("k", 0L, 999_999_999L), row("k", 0L, -999_999_999L), row("k", 0L, null)));
    for (ColumnType type :
        List.of(
            ColumnType.decimal(10, 2),
            ColumnType.decimal(38, 2),
            ColumnType.decimal(38, 20),
            ColumnType.decimal(38, 31))) {
      BigDecimal greatest = new BigDecimal("9999999.99").setScale(type.scale());
      assertThat(read(2, column("v", type, "v", 1, null)))
          .as("%s", type)
          .containsExactly("[k, 0, " + greatest + "]", "[k, 0, -" + greatest + "]", "[k, 0, null]");
    }
  }

  @Test
  void aColumnThatShouldBeInTheFileIsMissed() throws IOException {
    write(FixtureColumn.after(FixtureColumn.optional("a", Kind.INT64)), List.of());
    refused(
        2,
        column("price", ColumnType.INT, "b#2", 2, null),
        "column \"price\" should be in it as \"b#2\" INT64, found none of that name");
  }

  @Test
  void onlyNarrowerTypesAreTakenAndOnlyOfOlderFiles() throws IOException {
    write(FixtureColumn.after(FixtureColumn.optional("a", Kind.INT64)), List.of());
    refused(
        SCHEMA_ID,
        column("a", ColumnType.DOUBLE, "a", 1, null),
        "column \"a\" should be in it as \"a\" DOUBLE, found \"a\" INT64");
    refused(
        2,
        column("a", ColumnType.decimal(5, 0), "a", 1, null),
        "column \"a\" should be in it as \"a\" DECIMAL(5,0), found \"a\" INT64");
    write(FixtureColumn.after(FixtureColumn.optional("a", Kind.UINT64)), List.of());
    refused(
        2,
        column("a", ColumnType.DOUBLE, "a", 1, null),
        "column \"a\" should be in it as \"a\" DOUBLE, found \"a\" INT64 as");
    write(FixtureColumn.after(FixtureColumn.optional("a", Kind.DECIMAL_INT32)), List.of());
    refused(
        2,
        column("a", ColumnType.decimal(9, 1), "a", 1, null),
        "column \"a\" should be in it as \"a\" DECIMAL(9,1), found \"a\" DECIMAL(9,2)");
    refused(
        2,
        column("a", ColumnType.INT, "a", 1, null),
        "column \"a\" should be in it as \"a\" INT64, found \"a\" DECIMAL(9,2)");
  }

  @Test
  void aFileOfWhichNothingIsSaidIsOfTheFirstSchema() throws IOException {
    write(
        FixtureColumn.after(
            FixtureColumn.optional("dropped", Kind.STRING),
            FixtureColumn.optional("a", Kind.INT64)),
        List.of(row("k", 5L, "x", 1L)));
    TableSchema table =
        new TableSchema(
            2,
            0,
            List.of(
                column("renamed", ColumnType.DOUBLE, "a", 1, null),
                column("dropped", ColumnType.INT, "dropped#3", 2, "4")));
    Path path = folder.resolve("f.parquet");
    DataFileFooter footer = FooterReader.read(path, "file");
    FileSchema schema = FileSchema.of(table, new DataFile("f.parquet"), footer, "file");
    assertThat(read(List.of(new ParquetFile(path, "file", 1)), schema, table, table.columnNames()))
        .containsExactly("[k, 5, 1.0, 4]");
  }

  @Test
  void keysAndEventTimesComeFirst() throws IOException {
    List<FixtureColumn> stored = FixtureColumn.after();
    write(List.of(stored.get(1), stored.get(0)), List.of());
    refused(2, column("a", ColumnType.INT, "a#1", 3, null), "column 1 should be \"key\" STRING");
  }

  private static Column column(
      String name, ColumnType type, String physicalName, int since, @Nullable String text) {
    return new Column(0, name, type, true, physicalName, since, text, null);
  }

  private static List<List<@Nullable Object>> rows(int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row("k" + i, (long) i));
    }
    return rows;
  }

  private void write(List<FixtureColumn> columns, List<List<@Nullable Object>> rows)
      throws IOException {
    Files.write(folder.resolve("f.parquet"), ParquetFixture.of(columns, rows).bytes());
  }

  private void refused(int schemaId, Column column, String difference) {
    assertThatThrownBy(() -> read(schemaId, column))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT))
        .hasMessageStartingWith("File has another schema than the table: " + difference);
  }

  private List<String> read(int schemaId, Column... columns) {
    TableSchema table = new TableSchema(SCHEMA_ID, 0, List.of(columns));
    return read(schemaId, table.columnNames(), columns);
  }

  /** The rows of a file that was written with an earlier schema, twice: as one file and as two. */
  private List<String> read(int schemaId, List<String> names, Column... columns) {
    TableSchema table = new TableSchema(SCHEMA_ID, 0, List.of(columns));
    Path path = folder.resolve("f.parquet");
    DataFileFooter footer = FooterReader.read(path, "file");
    FileSchema schema = FileSchema.of(table, file(schemaId), footer, "file");
    ParquetFile file = new ParquetFile(path, "file", footer);
    List<String> once = read(List.of(file), schema, table, names);
    List<String> twice = read(List.of(file, file), schema, table, names);
    assertThat(twice.subList(0, once.size())).isEqualTo(once);
    assertThat(twice.subList(once.size(), twice.size())).isEqualTo(once);
    return once;
  }

  private List<String> read(
      List<ParquetFile> files, FileSchema schema, TableSchema table, List<String> names) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (DataFileReader reader =
        DataFileReader.open(files, schema, names, RowFilter.NONE, 8192, allocator)) {
      while (reader.next()) {
        List<Field> fields = reader.root().getSchema().getFields();
        assertThat(fields).extracting(Field::getName).isEqualTo(names);
        assertThat(fields)
            .extracting(Field::getType)
            .isEqualTo(
                ArrowColumns.schema(table, names).getFields().stream()
                    .map(Field::getType)
                    .toList());
        Rows.add(reader.root(), rows);
      }
    }
    return Rows.texts(rows);
  }

  private static DataFile file(int schemaId) {
    EventTime time = new EventTime(0);
    FileFacts facts =
        new FileFacts(1, 1, "k", "k", time, time, 0, false, 1, 1, schemaId, "00000000");
    return new DataFile("f.parquet", facts);
  }
}
