package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenCommandTest {
  @TempDir private Path lakehouse;
  private TestTable table;

  @BeforeEach
  void write() throws IOException {
    table = TestTable.write(lakehouse);
  }

  @Test
  void aCsvFileBecomesTheDataFileOfTheSameName() throws IOException {
    Files.delete(table.file("delta.parquet"));
    Azof.Outcome outcome = gen("delta");
    assertThat(outcome.succeeded().out())
        .startsWith("wrote " + table.file("delta.parquet") + " (2 rows, ");
    assertThat(table.file("delta.parquet")).isRegularFile();
  }

  @Test
  void anExistingDataFileIsNeverReplaced() throws IOException {
    byte[] before = Files.readAllBytes(table.file("base.parquet"));
    gen("base.csv").failed(2, table.file("base.parquet").toString(), "exists already");
    assertThat(table.file("base.parquet")).hasBinaryContent(before);
  }

  @Test
  void aMissingCsvFileIsNamed() {
    gen("nothing").failed(2, "nothing.csv");
  }

  @Test
  void aNameOutsideTheFolderIsRefused() {
    gen("../readings/base").failed(2, "../readings/base");
  }

  @Test
  void aValueOfAnotherTypeIsNamedWithItsLineAndNothingIsLeftBehind() throws IOException {
    table.put("more.csv", "x,2024-01-01T00:00:00.000Z,fine,many,true,\n");
    gen("more").failed(2, "more.csv", "line 1", "amount", "many");
    assertThat(table.file("more.parquet")).doesNotExist();
  }

  @Test
  void aMissingTableIsNamed() {
    Azof.in(lakehouse)
        .run("gen", "--lakehouse", lakehouse.toString(), "--table", "nothing", "--file", "base")
        .failed(3, "There is no table \"nothing\"");
  }

  private Azof.Outcome gen(String file) {
    return Azof.in(lakehouse)
        .run("gen", "--lakehouse", lakehouse.toString(), "--table", TestTable.NAME, "--file", file);
  }
}
