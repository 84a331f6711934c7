package io.azof.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.storage.Lakehouse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every example, against a server with a small table of the name that the demo has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExamplesTest {
  private static final int LINES_MAX = 60;

  private AzofServer server;
  private String url;

  private interface Example {
    void run(PrintStream out) throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    Lakehouse.openOrCreate(folder.toString()).close();
    Configuration configuration =
        Configuration.load(
            Optional.empty(), Map.of(), Map.of("lakehouse", folder.toString(), "server.port", "0"));
    server =
        AzofServer.open(
            ServerConfig.from(configuration),
            Clock.systemUTC(),
            () -> UUID.randomUUID().toString());
    url = "jdbc:arrow-flight-sql://127.0.0.1:" + server.port() + "/?useEncryption=false";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE financials (industry VARCHAR, revenue BIGINT)");
      statement.executeUpdate(
          """
          INSERT INTO financials (key, event_time, industry, revenue) VALUES
            ('MSFT', '2016-12-31', 'Software', 24), ('MSFT', '2017-12-31', 'Software', 28),
            ('MSFT', '2018-12-31', 'Software', 32), ('ORCL', '2017-11-30', 'Software', 8),
            ('ORCL', '2018-11-30', 'Software', 9), ('GM', '2018-06-30', 'Cars', 35)
          """);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void firstQuery() throws Exception {
    assertThat(lines(out -> FirstQuery.run(url, out))).containsExactly("MSFT 32", "ORCL 9");
  }

  @Test
  void eventTimeTravel() throws Exception {
    assertThat(lines(out -> EventTimeTravel.run(url, out)))
        .containsExactly(
            "2017-01-17 24", "2018-01-17 28", "2019-01-17 32", "2017-12-31 36", "2018-12-31 76");
  }

  @Test
  void lateEvents() throws Exception {
    assertThat(lines(out -> LateEvents.run(url, out)))
        .containsExactly(
            "as of 15 March: 10.00",
            "as of 15 March, with the late row: 11.00",
            "now: 12.00",
            "as of 15 March, as it was known: 10.00");
  }

  @Test
  void twoDates() throws Exception {
    assertThat(lines(out -> TwoDates.run(url, out)))
        .containsExactly("MSFT: 28 → 32", "ORCL: 8 → 9");
  }

  @Test
  void ingest() throws Exception {
    assertThat(lines(out -> Ingest.run(url, out)))
        .containsExactly("1000 rows, up to 9.99", "2 versions: the empty table and one commit");
  }

  @Test
  void connectionPool() throws Exception {
    assertThat(lines(out -> ConnectionPool.run("127.0.0.1", server.port(), out)))
        .containsExactly("20 answers, together 60");
  }

  @Test
  void everyExampleIsShort() throws IOException {
    Path sources = Path.of("src/main/java/io/azof/examples");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        assertThat(Files.readAllLines(file))
            .as(file.toString())
            .hasSizeLessThanOrEqualTo(LINES_MAX);
      }
    }
  }

  private static List<String> lines(Example example) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      example.run(out);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
