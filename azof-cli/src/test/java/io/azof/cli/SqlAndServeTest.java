package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same statement gives the same text here and through a server. */
final class SqlAndServeTest {
  private static final Pattern PORT = Pattern.compile(" on 127\\.0\\.0\\.1:([0-9]+) ");
  private static final String EVERY_TYPE =
      "SELECT key, event_time, note, amount, good, due, CAST(amount AS DOUBLE) / 8 AS real_number,"
          + " CAST(amount AS DECIMAL(10, 2)) AS decimal_number, DATE '2024-02-29' AS day_number,"
          + " CASE WHEN good THEN DATE '0001-01-01' END AS old_day, X'00ff' AS seal"
          + " FROM readings ORDER BY key";

  @TempDir private Path lakehouse;

  @BeforeEach
  void write() throws IOException {
    TestTable.write(lakehouse);
  }

  @Test
  void everyTypeAndFormatIsTheSameHereAndThroughAServer() {
    for (String format : new String[] {"table", "csv", "json"}) {
      String here =
          Azof.in(lakehouse)
              .run("sql", "--lakehouse", lakehouse.toString(), "--format", format, EVERY_TYPE)
              .succeeded()
              .out();
      assertThat(throughAServer(format, EVERY_TYPE).succeeded().out()).isEqualTo(here);
    }
  }

  @Test
  void valuesOfEveryTypeAreWrittenOut() {
    assertThat(
            Azof.in(lakehouse)
                .run("sql", "--lakehouse", lakehouse.toString(), "--format", "csv", EVERY_TYPE)
                .succeeded()
                .out())
        .startsWith(
            """
            key,event_time,note,amount,good,due,real_number,decimal_number,day_number,old_day,seal
            a,2024-01-01T00:00:00.000Z,"",-2,false,,-0.25,-2.00,2024-02-29,,00ff
            """);
  }

  @Test
  void columnsOfEveryTypeAreTheSameHereAndThroughAServer() throws IOException {
    Path table = Files.createDirectory(lakehouse.resolve("trades"));
    Files.writeString(table.resolve("version.txt"), "1");
    Files.writeString(
        table.resolve("s1.json"),
        """
        {"schema": {"columns": [
           {"name": "amount", "data_type": "Decimal(38,10)", "nullable": true},
           {"name": "ratio", "data_type": "Double", "nullable": true},
           {"name": "paid_on", "data_type": "Date", "nullable": true},
           {"name": "seal", "data_type": "Binary", "nullable": true}]},
         "segments": [{"id": "1", "start": "2024-01-01T00:00:00.000Z", "file": "base.parquet"}]}
        """);
    String csv =
        """
        key,event_time,amount,ratio,paid_on,seal
        a,2024-01-01T00:00:00.000Z,9999999999999999999999999999.9999999999,1.0E300,0001-01-01,00ff
        b,2024-01-01T00:00:00.000Z,-0.0000000001,NaN,9999-12-31,""
        c,2024-01-01T00:00:00.000Z,,,,
        """;
    Files.writeString(table.resolve("base.csv"), csv);
    String[] of = {"--lakehouse", lakehouse.toString(), "--table", "trades"};
    Azof.in(lakehouse).run("gen", of[0], of[1], of[2], of[3], "--file", "base.csv").succeeded();
    assertThat(
            Azof.in(lakehouse)
                .run("scan", of[0], of[1], of[2], of[3], "--format", "csv")
                .succeeded()
                .out())
        .isEqualTo(csv);
    String sql = "SELECT * FROM trades";
    for (String format : new String[] {"table", "csv", "json"}) {
      String here =
          Azof.in(lakehouse).run("sql", of[0], of[1], "--format", format, sql).succeeded().out();
      assertThat(throughAServer(format, sql).succeeded().out()).isEqualTo(here);
    }
  }

  @Test
  void aMistakeIsTheSameSentenceHereAndThroughAServer() {
    String sql = "SELECT nothing FROM readings";
    Azof.Outcome here = Azof.in(lakehouse).run("sql", "--lakehouse", lakehouse.toString(), sql);
    Azof.Outcome there = throughAServer("csv", sql);
    here.failed(2, "nothing");
    there.failed(2, "nothing");
    assertThat(there.err()).isEqualTo(here.err());
  }

  @Test
  void aServerThatIsNotThere() {
    Azof.in(lakehouse)
        .run("sql", "--url", "jdbc:arrow-flight-sql://127.0.0.1:1/?useEncryption=false", "SELECT 1")
        .failed(7, "Cannot reach the server", "refused", "127.0.0.1:1", "useEncryption=false");
  }

  @Test
  void aUrlOfAnotherDriver() {
    Azof.in(lakehouse)
        .run("sql", "--url", "jdbc:postgresql://127.0.0.1/", "SELECT 1")
        .failed(2, "jdbc:postgresql://127.0.0.1/", "jdbc:arrow-flight-sql:");
  }

  @Test
  void aServerListensOnLoopbackOnly() {
    Azof.in(lakehouse)
        .with("AZOF_SERVER_HOST", "0.0.0.0")
        .run("serve", "--lakehouse", lakehouse.toString(), "--port", "0")
        .failed(5, "0.0.0.0");
  }

  private Azof.Outcome throughAServer(String format, String sql) {
    AtomicReference<Azof.@Nullable Outcome> answer = new AtomicReference<>();
    StringWriter said = new StringWriter();
    Azof.Outcome server =
        Azof.in(lakehouse)
            .run(
                said,
                () -> {
                  Matcher port = PORT.matcher(said.toString());
                  assertThat(port.find()).isTrue();
                  String url =
                      "jdbc:arrow-flight-sql://127.0.0.1:"
                          + port.group(1)
                          + "/?useEncryption=false";
                  answer.set(Azof.in(lakehouse).run("sql", "--url", url, "--format", format, sql));
                },
                "serve",
                "--lakehouse",
                lakehouse.toString(),
                "--port",
                "0");
    server.succeeded();
    return Objects.requireNonNull(answer.get());
  }
}
