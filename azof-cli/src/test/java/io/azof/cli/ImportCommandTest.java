package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportCommandTest {
  private static final String PRICES =
      """
      id,changed,price,city,state
      7,2024-01-01T08:00:00Z,19.90,"Zürich, CH",active
      7,2024-03-01T09:30:00+01:00,21.50,"Zürich, CH",active
      8,2024-03-02,3,,active
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    put("prices.csv", PRICES);
  }

  @Test
  void aFileBecomesTheFirstVersionOfANewTableInANewLakehouse() {
    assertThat(importPrices("prices.csv").succeeded().out())
        .startsWith("prices is at version 1: 3 rows, 0 deletes, 0 late, 0 duplicates, 0 rejected; ")
        .endsWith(" rows/s\n");

    assertThat(scan())
        .isEqualTo(
            """
            key,event_time,price,city
            7,2024-03-01T08:30:00.000Z,21.5,"Zürich, CH"
            8,2024-03-02T00:00:00.000Z,3.0,
            """);
    assertThat(scan("--as-of", "2024-02-01"))
        .isEqualTo(
            """
            key,event_time,price,city
            7,2024-01-01T08:00:00.000Z,19.9,"Zürich, CH"
            """);
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void aSecondImportAppendsCorrectsAndDeletes() throws IOException {
    importPrices("prices.csv").succeeded();
    put(
        "more.csv",
        """
        state,city,price,changed,id
        active,Genf,20.10,2024-01-01T08:00:00Z,7
        gone,,not looked at,2024-04-01,8
        active,Bern,1,2024-04-01,9
        active,Thun,2,2024-04-01,9
        """);

    assertThat(importPrices("more.csv").succeeded().out())
        .startsWith("prices is at version 2: 3 rows, 1 deletes, 0 late, 1 duplicates, 0 rejected;");

    assertThat(scan())
        .isEqualTo(
            """
            key,event_time,price,city
            7,2024-03-01T08:30:00.000Z,21.5,"Zürich, CH"
            9,2024-04-01T00:00:00.000Z,2.0,Thun
            """);
    assertThat(scan("--as-of", "2024-02-01"))
        .isEqualTo(
            """
            key,event_time,price,city
            7,2024-01-01T08:00:00.000Z,20.1,Genf
            """);
  }

  @Test
  void severalFilesAreOneCommit() throws IOException {
    put("more.csv", PRICES.replace("\n8,", "\n9,").replace("\n7,", "\n6,"));
    assertThat(importPrices("prices.csv", "more.csv").succeeded().out())
        .startsWith("prices is at version 1: 6 rows");
  }

  @Test
  void severalKeyColumnsAreJoinedAndStayColumns() {
    run("--key", "city,id", "--event-time", "changed", "--rejects", "no-city.csv", "prices.csv")
        .succeeded();
    assertThat(scan("--columns", "key,city,id,state"))
        .isEqualTo(
            """
            key,city,id,state
            "Zürich, CH|7","Zürich, CH",7,active
            """);
  }

  @Test
  void aRowThatIsWrongRefusesTheImportAndNoTableIsMade() throws IOException {
    put("bad.csv", PRICES + "9,yesterday,1,Bern,active\n10,2024-01-01,many,Bern,active\n");
    importPrices("bad.csv").failed(2, "bad.csv", "yesterday");
    assertThat(folder.resolve("lake/prices/version.txt")).doesNotExist();
    assertThat(folder.resolve("lake/prices")).doesNotExist();
  }

  @Test
  void withARejectFileTheGoodRowsAreImportedAndTheOthersKept() throws IOException {
    put("bad.csv", PRICES + "9,yesterday,1,Bern,active\n10,2999-01-01,1,Bern,active\n");
    assertThat(importPrices("bad.csv", "--rejects", "rejects.csv").succeeded().out())
        .startsWith("prices is at version 1: 3 rows, 0 deletes, 0 late, 0 duplicates, 2 rejected;");

    List<List<String>> rejects = Csv.parse(Files.readString(folder.resolve("rejects.csv")));
    assertThat(rejects).hasSize(3);
    assertThat(rejects.get(0)).containsExactly("file", "line", "reason", "row");
    assertThat(rejects.get(1).get(1)).isEqualTo("5");
    assertThat(rejects.get(1).get(2)).contains("yesterday");
    assertThat(rejects.get(1).get(3)).isEqualTo("9,yesterday,1,Bern,active");
    assertThat(rejects.get(2).get(3)).isEqualTo("10,2999-01-01,1,Bern,active");
  }

  @Test
  void aDryRunCountsAndChangesNothing() throws IOException {
    assertThat(importPrices("prices.csv", "--dry-run").succeeded().out())
        .startsWith("prices is as it was (dry run): 3 rows, 0 rejected; ");
    assertThat(folder.resolve("lake/prices")).doesNotExist();
  }

  @Test
  void aFileWithoutRowsMakesNoTable() throws IOException {
    put("empty.csv", "id,changed,city,state\n");
    assertThat(importPrices("empty.csv", "--schema", "city:String").succeeded().out())
        .startsWith("prices is as it was: 0 rows, 0 rejected; ");
    assertThat(folder.resolve("lake/prices")).doesNotExist();
  }

  @Test
  void theColumnsOfANewTableCanBeGiven() {
    importPrices("prices.csv", "--schema", "city:String,price:Decimal(10,2)").succeeded();
    assertThat(scan())
        .isEqualTo(
            """
            key,event_time,city,price
            7,2024-03-01T08:30:00.000Z,"Zürich, CH",21.50
            8,2024-03-02T00:00:00.000Z,,3.00
            """);
    importPrices("prices.csv", "--schema", "city:String").failed(2, "prices", "exists");
  }

  @Test
  void columnsThatCannotBeReadAreNamed() {
    importPrices("prices.csv", "--schema", "city").failed(2, "city", "NAME:TYPE");
    importPrices("prices.csv", "--schema", "city:Text").failed(2, "city:Text", "Decimal(p,s)");
  }

  @Test
  void otherDelimitersAndUnitsOfTimeAreReadWhenAskedFor() throws IOException {
    put("seconds.csv", "id;at;state\na;1700000000;active\n");
    run(
            "--key",
            "id",
            "--event-time",
            "at",
            "--delimiter",
            ";",
            "--epoch-unit",
            "seconds",
            "seconds.csv")
        .succeeded();
    assertThat(scan()).contains("a,2023-11-14T22:13:20.000Z,active\n");
  }

  @Test
  void otherColumnsThanTheTablesAreAnError() throws IOException {
    importPrices("prices.csv").succeeded();
    put("other.csv", "id,changed,state,price\n1,2024-01-01,active,1\n");
    importPrices("other.csv").failed(2, "other.csv", "city");
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    run("--key", "code", "--event-time", "changed", "prices.csv").failed(2, "prices.csv", "code");
  }

  @Test
  void aMissingFileIsNamed() {
    importPrices("nothing.csv").failed(2, "nothing.csv");
  }

  @Test
  void aTableNameThatIsNoFolderIsRefused() {
    run("--table", "a/b", "--key", "id", "--event-time", "changed", "prices.csv").failed(2, "a/b");
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNamed() throws IOException {
    put("lake", "a file, not a folder");
    importPrices("prices.csv").failed(7, "lake");
    assertThat(folder.resolve("lake")).hasContent("a file, not a folder");
  }

  @Test
  void theRejectFileIsNeverOneOfTheInputs() {
    importPrices("prices.csv", "--rejects", "prices.csv").failed(2, "prices.csv");
    assertThat(folder.resolve("prices.csv")).hasContent(PRICES);
  }

  private void put(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private Azof.Outcome importPrices(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--key", "id", "--event-time", "changed", "--delete-when", "state=gone"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Azof.Outcome run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("import", "--lakehouse", lake()));
    if (!List.of(more).contains("--table")) {
      arguments.addAll(List.of("--table", "prices"));
    }
    arguments.addAll(List.of(more));
    return Azof.in(folder).run(arguments.toArray(String[]::new));
  }

  private String scan(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("scan", "--lakehouse", lake(), "--table", "prices", "--format", "csv"));
    arguments.addAll(List.of(more));
    return Azof.in(folder).run(arguments.toArray(String[]::new)).succeeded().out();
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  /** The version that the table is at. */
  private long version() {
    try (Lakehouse lakehouse = Lakehouse.open(lake())) {
      Table table = lakehouse.table("prices");
      return table.version();
    }
  }
}
