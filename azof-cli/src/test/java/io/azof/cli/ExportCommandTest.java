package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportCommandTest {
  private static final String PRICES =
      """
      id,changed,price,city
      8,2024-03-02T00:00:00.000Z,3,Bern
      7,2024-01-01T08:00:00.000Z,19,"Zürich, CH"
      7,2024-03-01T08:30:00.000Z,21,"Zürich, CH"
      """;

  @TempDir private Path folder;

  @BeforeEach
  void importPrices() throws IOException {
    Files.writeString(folder.resolve("prices.csv"), PRICES);
    importFile("lake", "prices", "id", "changed", "prices.csv");
  }

  @Test
  void csvIsWhatAScanWrites() throws IOException {
    export("csv", "out.csv").succeeded();
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo(scan("lake", "prices"));
  }

  @Test
  void anEarlierTimeGivesTheEarlierState() {
    export("csv", "out.csv", "--as-of", "2024-02-01").succeeded();
    assertThat(folder.resolve("out.csv"))
        .hasContent(
            """
            key,event_time,price,city
            7,2024-01-01T08:00:00.000Z,19,"Zürich, CH"
            """);
  }

  @Test
  void whatIsExportedAsParquetCanBeImported() {
    export("parquet", "out.parquet").succeeded();
    importFile("copy", "prices", "key", "event_time", "out.parquet");
    assertThat(scan("copy", "prices")).isEqualTo(scan("lake", "prices"));
  }

  @Test
  void arrowIsAFileWithAllRowsInOrder() throws IOException {
    export("arrow", "out.arrow").succeeded();
    List<String> keys = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(folder.resolve("out.arrow"));
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      while (reader.loadNextBatch()) {
        for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
          keys.add(String.valueOf(reader.getVectorSchemaRoot().getVector("key").getObject(i)));
        }
      }
    }
    assertThat(keys).containsExactly("7", "8");
  }

  @Test
  void aTableOfVersion1HoldsTheStateFromItsTimeOn() throws IOException {
    Files.createDirectory(folder.resolve("old"));
    export("azof-v1", "old/prices", "--as-of", "2024-03-01T12:00:00Z").succeeded();

    assertThat(folder.resolve("old/prices/version.txt")).hasContent("1");
    assertThat(Files.readString(folder.resolve("old/prices/s1.json")))
        .contains("\"start\" : \"2024-03-01T12:00:00.000Z\"", "\"file\" : \"base.parquet\"")
        .doesNotContain("format_version", "reader_features");
    String state = scan("lake", "prices", "--as-of", "2024-03-01T12:00:00Z");
    assertThat(scan("old", "prices")).isEqualTo(state);
    assertThat(scan("old", "prices", "--as-of", "2024-03-01T12:00:00Z")).isEqualTo(state);
    assertThat(scan("old", "prices", "--as-of", "2024-03-01T11:59:59Z"))
        .isEqualTo("key,event_time,price,city\n");
  }

  @Test
  void theLatestStateAsATableOfVersion1StartsWithTheLastRow() {
    export("azof-v1", "prices").succeeded();
    assertThat(folder.resolve("prices/s1.json"))
        .content()
        .contains("\"start\" : \"2024-03-02T00:00:00.000Z\"");
    assertThat(scan(".", "prices")).isEqualTo(scan("lake", "prices"));
  }

  @Test
  void whatVersion1CannotHoldIsRefusedAndNothingIsLeft() throws IOException {
    Files.writeString(folder.resolve("more.csv"), "id,changed,price,city\n9,2024-05-01,1,\n");
    importFile("lake", "prices", "id", "changed", "more.csv");
    export("azof-v1", "out").failed(5, "column \"city\" has nulls");

    Files.writeString(folder.resolve("rates.csv"), "id,changed,rate\n9,2024-05-01,1.5\n");
    importFile("lake", "rates", "id", "changed", "rates.csv");
    Azof.in(folder)
        .run(
            "export",
            "--lakehouse",
            folder + "/lake",
            "--table=rates",
            "--format=azof-v1",
            "-o",
            "out")
        .failed(5, "column \"rate\" is of type Double");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lake", "prices.csv", "more.csv", "rates.csv");
    }
  }

  @Test
  void whatExistsIsNeverReplaced() {
    for (String format : List.of("csv", "parquet", "arrow", "azof-v1")) {
      export(format, "prices.csv").failed(2, "prices.csv exists already");
    }
    assertThat(folder.resolve("prices.csv")).hasContent(PRICES);
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    for (String format : List.of("csv", "parquet", "arrow", "azof-v1")) {
      export(format, "nowhere/out").failed(7, "nowhere/out");
    }
  }

  @Test
  void aFormatThatIsNoneIsNamed() {
    assertThat(export("xml", "out").err()).contains("xml", "azof-v1");
  }

  private Azof.Outcome export(String format, String file, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("export", "--lakehouse", folder.resolve("lake").toString()));
    arguments.addAll(List.of("--table", "prices", "--format", format, "-o", file));
    arguments.addAll(List.of(more));
    return Azof.in(folder).run(arguments.toArray(String[]::new));
  }

  private void importFile(String lake, String table, String key, String time, String file) {
    Azof.in(folder)
        .run(
            "import",
            "--lakehouse",
            folder.resolve(lake).toString(),
            "--table",
            table,
            "--key",
            key,
            "--event-time",
            time,
            file)
        .succeeded();
  }

  private String scan(String lake, String table, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("scan", "--lakehouse", folder.resolve(lake).toString()));
    arguments.addAll(List.of("--table", table, "--format", "csv"));
    arguments.addAll(List.of(more));
    return Azof.in(folder).run(arguments.toArray(String[]::new)).succeeded().out();
  }
}
