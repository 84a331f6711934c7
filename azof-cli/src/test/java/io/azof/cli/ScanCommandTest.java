package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanCommandTest {
  @TempDir private Path lakehouse;

  @BeforeEach
  void write() throws IOException {
    TestTable.write(lakehouse);
  }

  @Test
  void csvHasAHeaderAndIsOrderedByKey() {
    assertThat(scan("--format", "csv").succeeded().out())
        .isEqualTo(
            """
            key,event_time,note,amount,good,due
            a,2024-01-01T00:00:00.000Z,"",-2,false,
            b,2024-03-01T00:00:00.000Z,"say ""three\""",3,false,2024-05-02T01:02:03.004Z
            c,2024-01-01T00:00:00.000Z,,,,
            d,2024-02-01T00:00:00.000Z,ünï,4,true,1969-12-31T23:59:59.999Z
            """);
  }

  @Test
  void anEarlierTimeGivesTheEarlierState() {
    assertThat(
            scan("--format", "csv", "--as-of", "2024-01-31", "--columns", "key,note,due")
                .succeeded()
                .out())
        .isEqualTo(
            """
            key,note,due
            a,"",
            b,"one, two",2024-05-01T00:00:00.000Z
            c,,
            """);
  }

  @Test
  void beforeTheFirstSegmentThereAreNoRows() {
    assertThat(scan("--as-of", "2023-12-31").succeeded().out())
        .isEqualTo(
            """
            key  event_time  note  amount  good  due
            ---  ----------  ----  ------  ----  ---
            (0 rows)
            """);
  }

  @Test
  void columnsComeInTheOrderAskedForAndNeedNotHoldTheKey() {
    assertThat(scan("--format", "json", "--columns", "amount,note").succeeded().out())
        .isEqualTo(
            """
            {"amount":-2,"note":""}
            {"amount":3,"note":"say \\"three\\""}
            {"amount":null,"note":null}
            {"amount":4,"note":"ünï"}
            """);
  }

  @Test
  void explainPrintsThePlanAndReadsNothing() {
    assertThat(scan("--explain", "--as-of", "2024-01-15").succeeded().out())
        .startsWith("scan of table \"readings\", version 1, as of 2024-01-15T00:00:00.000Z\n")
        .contains("base.parquet", "delta.parquet: it starts at 2024-02-01T00:00:00.000Z");
  }

  private Azof.Outcome scan(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("scan", "--lakehouse", lakehouse.toString(), "--table", TestTable.NAME));
    arguments.addAll(List.of(more));
    return Azof.in(lakehouse).run(arguments.toArray(String[]::new));
  }
}
