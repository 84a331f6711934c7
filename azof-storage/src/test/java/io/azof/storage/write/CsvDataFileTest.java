package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DatasetFile;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvDataFileTest {
  private static final TableSchema TABLE =
      new TableSchema(
          List.of(
              new Column("name", ColumnType.STRING, true),
              new Column("count", ColumnType.INT, false),
              new Column("flag", ColumnType.BOOLEAN, true),
              new Column("seen", ColumnType.DATE_TIME, true)));
  private static final String HEADER = "key,event_time,name,count,flag,seen\n";

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
  void writesTheRowsInTheOrderOfTheFile() throws IOException {
    WrittenFile written =
        write(
            """
            seen,count,event_time,key,flag,name
            2024-01-01T10:00:00+02:00,-7,2024-02-01T00:00:00.123Z,b,true,"İ, ""x""
            "
            ,+0,1969-12-31 23:59:59.9999,a,,
            2024-01-01,9223372036854775807,2024-02-01,"",FALSE,""
            """);
    assertThat(rows(written.path()))
        .containsExactly(
            "b|1706745600123|İ, \"x\"\n|-7|true|1704096000000",
            "a|-1|null|0|null|null",
            "|1706745600000||9223372036854775807|false|1704067200000");
    assertThat(written.rows()).isEqualTo(3);
    assertThat(FooterReader.read(written.path(), "file").keyOrder()).isEqualTo(KeyOrder.UNKNOWN);
    FileSchema.require(TABLE, FooterReader.read(written.path(), "file"), "file");
    assertThat(filesIn(folder)).containsExactly("t.csv", "t.parquet");
  }

  @Test
  void takesTheColumnsOfTheTableWhereThereIsNoHeader() throws IOException {
    WrittenFile written = write("1,2024-01-01T00:00:00.000Z,abc,100,true,2024-01-01\n");
    assertThat(rows(written.path())).containsExactly("1|1704067200000|abc|100|true|1704067200000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", HEADER, "\n\n"})
  void writesAFileWithoutRows(String csv) throws IOException {
    assertThat(write(csv).rows()).isZero();
  }

  @Test
  void writesMoreRowsThanABatchHas() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER);
    IntStream.range(0, 40_000).forEach(i -> csv.append(i + ",2024-01-01,n" + i + "," + i + ",,\n"));
    List<String> rows = rows(write(csv.toString()).path());
    assertThat(rows).hasSize(40_000).last().isEqualTo("39999|1704067200000|n39999|39999|null|null");
    assertThat(rows).element(20_000).asString().startsWith("20000|");
  }

  static Stream<Arguments> badFiles() {
    String good = "k,2024-01-01,n,1,true,2024-01-01\n";
    return Stream.of(
        arguments(
            "key empty", HEADER + good + ",2024-01-01,n,1,,\n", "line 3: column \"key\" is empty"),
        arguments(
            "event time empty", HEADER + "k,,n,1,,\n", "line 2: column \"event_time\" is empty"),
        arguments(
            "count empty", HEADER + "k,2024-01-01,n,,,\n", "line 2: column \"count\" is empty"),
        arguments(
            "event time no time",
            HEADER + "k,yesterday,n,1,,\n",
            "line 2: column \"event_time\" cannot be read as an ISO-8601 time: \"yesterday\""),
        arguments(
            "time not in calendar",
            HEADER + "k,2024-01-01,n,1,,2023-02-29\n",
            "line 2: column \"seen\" cannot be read as an ISO-8601 time: \"2023-02-29\""),
        arguments(
            "integer with a point",
            HEADER + "k,2024-01-01,n,1.0,,\n",
            "line 2: column \"count\" cannot be read as an integer: \"1.0\""),
        arguments(
            "integer in other digits",
            HEADER + "k,2024-01-01,n,٣,,\n",
            "line 2: column \"count\" cannot be read as an integer: \"٣\""),
        arguments(
            "integer too large",
            HEADER + "k,2024-01-01,n,9223372036854775808,,\n",
            "line 2: column \"count\" is an integer of more than 64 bits"),
        arguments(
            "integer quoted empty",
            HEADER + "k,2024-01-01,n,\"\",,\n",
            "line 2: column \"count\" cannot be read as an integer: \"\""),
        arguments(
            "boolean yes",
            HEADER + "k,2024-01-01,n,1,yes,\n",
            "line 2: column \"flag\" is neither true nor false: \"yes\""),
        arguments(
            "field missing",
            HEADER + good + "k,2024-01-01,n,1,true\n",
            "line 3 has 5 fields instead of 6"),
        arguments(
            "field too many",
            HEADER + "k,2024-01-01,n,1,true,,\n",
            "line 2 has 7 fields instead of 6"),
        arguments(
            "header unknown column",
            "key,event_time,name,count,flag,seen,price\n",
            "line 1: the table has no column \"price\""),
        arguments(
            "header column twice",
            "key,event_time,name,count,flag,seen,flag\n",
            "line 1: column \"flag\" is named twice"),
        arguments(
            "header column missing",
            "event_time,key,name,flag,seen\n",
            "line 1: column \"count\" is missing"),
        arguments(
            "no header no time",
            "key,time,name,count,flag,seen\n",
            "line 1: column \"event_time\" cannot be read as an ISO-8601 time: \"time\""),
        arguments(
            "quote open",
            HEADER + good + "\"k,2024-01-01,n,1,true,\n",
            "line 3: field 1 has a quote that is never closed"),
        arguments(
            "quote within",
            HEADER + "k,2024-01-01,5\" disk,1,true,\n",
            "line 2: field 3 has a quote within a field"),
        arguments(
            "quote closed early",
            HEADER + "k,2024-01-01,\"n\" x,1,true,\n",
            "line 2: field 3 goes on after its closing quote"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void refusesABadFileAndLeavesNothing(String fault, String csv, String reason) {
    refuses(csv.getBytes(StandardCharsets.UTF_8), "t.csv, " + reason);
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] csv = (HEADER + "k,2024-01-01,\u00e4,1,true,\n").getBytes(StandardCharsets.ISO_8859_1);
    refuses(csv, "t.csv, line 2: column \"name\" is not UTF-8: \"\uFFFD\"");
    refuses(
        (HEADER + "\u00e4,2024-01-01,n,1,true,\n").getBytes(StandardCharsets.ISO_8859_1),
        "t.csv, line 2: column \"key\" is not UTF-8");
  }

  @Test
  void refusesAFaultBehindManyRows() {
    StringBuilder csv = new StringBuilder(HEADER);
    IntStream.range(0, 300_000).forEach(i -> csv.append("k" + i + ",2024-01-01,n,1,,\n"));
    csv.append("k,2024-01-01,n,x,,\n");
    refuses(
        csv.toString().getBytes(StandardCharsets.UTF_8),
        "t.csv, line 300002: column \"count\" cannot be read as an integer: \"x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "../t", "a/b", "a\\b", "/t", "a\0b"})
  void refusesANameThatIsNoFileOfTheFolder(String name) {
    assertThatThrownBy(() -> new CsvDataFile(folder, TABLE).write(allocator, name, false))
        .hasMessageContaining("is not the name of a file")
        .satisfies(CsvDataFileTest::isInvalidArgument);
  }

  @Test
  void refusesANameWithoutAFile() {
    assertThatThrownBy(() -> new CsvDataFile(folder, TABLE).write(allocator, "t", false))
        .hasMessageContaining("There is no file \"t.csv\" in ")
        .satisfies(CsvDataFileTest::isInvalidArgument);
  }

  @Test
  void replacesAFileOnlyWhenToldTo() throws IOException {
    write("old,2024-01-01,,1,,\n");
    Files.writeString(folder.resolve("t.csv"), "new,2024-01-01,,1,,\n");
    CsvDataFile file = new CsvDataFile(folder, TABLE);
    assertThatThrownBy(() -> file.write(allocator, "t", false))
        .hasMessageContaining("t.parquet exists already")
        .satisfies(CsvDataFileTest::isInvalidArgument);
    assertThat(rows(folder.resolve("t.parquet"))).first().asString().startsWith("old|");
    file.write(allocator, "t", true);
    assertThat(rows(folder.resolve("t.parquet"))).first().asString().startsWith("new|");
  }

  @Test
  void makesTablesThatCanBeRead() throws IOException {
    Path table = Files.createDirectory(folder.resolve("stock"));
    Files.writeString(table.resolve("version.txt"), "1");
    Files.writeString(
        table.resolve("s1.json"),
        """
        {"schema": {"columns": [{"name": "value", "data_type": "String", "nullable": false}]},
         "segments": [{"id": "1", "start": "2024-01-01T00:00:00.000Z", "file": "base.parquet",
           "delta": [{"start": "2024-02-01T00:00:00.000Z", "end": "2024-02-20T00:00:00.000Z",
             "file": "delta1.parquet"}]}]}
        """);
    Files.writeString(
        table.resolve("base.csv"),
        "1,2024-01-01T00:00:00.000Z,abc\n2,2024-01-01T00:00:00.000Z,xyz");
    Files.writeString(
        table.resolve("delta1.csv"), "value,key,event_time\nnew,3,2024-02-20\nabc2,1,2024-02-01\n");
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      assertThat(lakehouse.writeDataFileFromCsv(allocator, "stock", "base", false).rows())
          .isEqualTo(2);
      assertThat(lakehouse.writeDataFileFromCsv(allocator, "stock", "delta1", false).rows())
          .isEqualTo(2);
      List<String> state = new ArrayList<>();
      try (var rows = lakehouse.table("stock").scan().openReader(allocator)) {
        while (rows.loadNextBatch()) {
          for (int row = 0; row < rows.getVectorSchemaRoot().getRowCount(); row++) {
            state.add(
                rows.getVectorSchemaRoot().getVector("key").getObject(row)
                    + "="
                    + rows.getVectorSchemaRoot().getVector("value").getObject(row));
          }
        }
      }
      assertThat(state).containsExactlyInAnyOrder("1=abc2", "2=xyz", "3=new");
    }
  }

  private WrittenFile write(String csv) throws IOException {
    Files.writeString(folder.resolve("t.csv"), csv);
    return new CsvDataFile(folder, TABLE).write(allocator, "t", false);
  }

  private void refuses(byte[] csv, String reason) {
    assertThatThrownBy(
            () -> {
              Files.write(folder.resolve("t.csv"), csv);
              new CsvDataFile(folder, TABLE).write(allocator, "t", false);
            })
        .hasMessageStartingWith(reason)
        .hasMessageNotContaining("\n")
        .satisfies(CsvDataFileTest::isInvalidArgument);
    assertThat(filesIn(folder)).containsExactly("t.csv");
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private static void isInvalidArgument(Throwable thrown) {
    assertThat(((AzofException) thrown).code()).isEqualTo(ErrorCode.ARGUMENT_INVALID);
  }

  private List<String> rows(Path file) {
    List<String> rows = new ArrayList<>();
    DatasetFile.read(
        file,
        allocator,
        batch -> {
          for (int row = 0; row < batch.getRowCount(); row++) {
            List<String> values = new ArrayList<>();
            for (FieldVector vector : batch.getFieldVectors()) {
              values.add(String.valueOf(vector.getObject(row)));
            }
            rows.add(String.join("|", values));
          }
        });
    return rows;
  }

  private static List<String> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
