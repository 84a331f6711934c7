package io.azof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said in one sentence that names it, with the exit code of its kind. */
final class BadInputTest {
  @TempDir private Path lakehouse;
  private TestTable table;

  @BeforeEach
  void write() throws IOException {
    table = TestTable.write(lakehouse);
  }

  @Test
  void aMissingLakehouse() {
    Path nowhere = lakehouse.resolve("nowhere");
    Azof.in(lakehouse)
        .run("scan", "--lakehouse", nowhere.toString(), "--table", TestTable.NAME)
        .failed(3, "There is no lakehouse at " + nowhere);
  }

  @Test
  void aLakehouseOfAnUnknownScheme() {
    Azof.in(lakehouse)
        .run("tables", "--lakehouse", "gopher://host/data")
        .failed(2, "gopher://host/data");
  }

  @Test
  void noLakehouseAtAll() {
    Azof.in(lakehouse).run("tables").failed(2, "lakehouse", "AZOF_LAKEHOUSE");
  }

  @Test
  void aMissingTable() {
    Azof.in(lakehouse)
        .run("scan", "--lakehouse", lakehouse.toString(), "--table", "nothing")
        .failed(3, "There is no table \"nothing\"");
  }

  @Test
  void aMissingVersion() throws IOException {
    Files.delete(table.file("version.txt"));
    scan().failed(3, "readings", "version.txt");
  }

  @Test
  void aVersionThatIsNone() throws IOException {
    table.put("version.txt", "seven");
    scan().failed(4, "readings/version.txt", "seven");
  }

  @Test
  void aMissingSnapshot() throws IOException {
    table.put("version.txt", "7");
    scan().failed(4, "readings/s7.json", "version 7");
  }

  @Test
  void aSnapshotThatIsNotJson() throws IOException {
    table.put("s1.json", "{\"schema\": ");
    scan().failed(4, "readings/s1.json", "not valid JSON");
  }

  @Test
  void aSnapshotWithoutWhatItNeeds() throws IOException {
    table.change("\"id\": \"2024\", ", "");
    scan().failed(4, "readings/s1.json", "\"id\"", "segments[0]");
  }

  @Test
  void aColumnOfAnUnknownType() throws IOException {
    table.change("\"Int\"", "\"Uuid\"");
    scan().failed(5, "readings/s1.json", "amount", "Uuid");
  }

  @Test
  void aSnapshotOfALaterFormat() throws IOException {
    table.change("\"schema\":", "\"reader_features\": [\"deletes\"], \"schema\":");
    scan().failed(5, "readings/s1.json", "deletes");
  }

  @Test
  void aDataFileNamedOutsideItsFolder() throws IOException {
    table.change("\"delta.parquet\"", "\"../readings/delta.parquet\"");
    scan().failed(4, "readings/s1.json", "../readings/delta.parquet");
  }

  @Test
  void aMissingDataFile() throws IOException {
    Files.delete(table.file("delta.parquet"));
    scan().failed(4, "readings/delta.parquet", "does not exist");
  }

  @Test
  void aDataFileThatIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(table.file("base.parquet"));
    Files.write(table.file("base.parquet"), Arrays.copyOf(whole, whole.length / 2));
    scan().failed(4, "readings/base.parquet");
  }

  @Test
  void aDataFileThatIsDamagedInside() throws IOException {
    byte[] bytes = Files.readAllBytes(table.file("base.parquet"));
    Arrays.fill(bytes, 4, 60, (byte) 0x5a);
    Files.write(table.file("base.parquet"), bytes);
    scan().failed(4, "readings/base.parquet");
  }

  @Test
  void aDataFileOfAnotherSchema() throws IOException {
    table.change("\"name\": \"amount\"", "\"name\": \"price\"");
    scan().failed(4, "readings/", ".parquet", "price", "amount");
  }

  @Test
  void aTimeThatCannotBeParsed() {
    Azof.in(lakehouse)
        .run(
            "scan",
            "--lakehouse",
            lakehouse.toString(),
            "--table",
            TestTable.NAME,
            "--as-of",
            "last tuesday")
        .failed(2, "last tuesday");
  }

  @Test
  void aColumnThatIsNotThere() {
    Azof.in(lakehouse)
        .run(
            "scan",
            "--lakehouse",
            lakehouse.toString(),
            "--table",
            TestTable.NAME,
            "--columns",
            "key,nothing")
        .failed(2, "readings", "nothing", "amount");
  }

  @Test
  void sqlThatDoesNotParse() {
    sql("SELECT FROM WHERE").failed(2, "line 1");
  }

  @Test
  void sqlThatNamesATableThatIsNotThere() {
    sql("SELECT * FROM nothing").failed(3, "nothing");
  }

  @Test
  void sqlThatNamesAColumnThatIsNotThere() {
    sql("SELECT nothing FROM readings").failed(2, "nothing");
  }

  @Test
  void sqlAsOfATimeThatCannotBeParsed() {
    sql("SELECT * FROM readings AT ('last tuesday')").failed(2, "last tuesday");
  }

  @Test
  void sqlOverATableThatIsDamaged() throws IOException {
    Files.delete(table.file("delta.parquet"));
    sql("SELECT SUM(amount) FROM readings").failed(4, "readings/delta.parquet", "does not exist");
  }

  private Azof.Outcome scan() {
    return Azof.in(lakehouse)
        .run(
            "scan",
            "--lakehouse",
            lakehouse.toString(),
            "--table",
            TestTable.NAME,
            "--format",
            "csv");
  }

  private Azof.Outcome sql(String text) {
    return Azof.in(lakehouse).run("sql", "--lakehouse", lakehouse.toString(), text);
  }
}
