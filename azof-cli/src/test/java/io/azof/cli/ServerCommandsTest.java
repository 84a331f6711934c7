package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a running server. */
final class ServerCommandsTest {
  private static final Pattern METRICS = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/metrics");
  private static final Pattern PORT = Pattern.compile(" on 127\\.0\\.0\\.1:([0-9]+) ");

  @TempDir private Path lakehouse;

  @BeforeEach
  void write() throws IOException {
    TestTable.write(lakehouse);
  }

  @Test
  void queriesSessionsAndKillAskAServer() {
    StringWriter said = new StringWriter();
    Azof.in(lakehouse)
        .run(
            said,
            () -> look(url(said.toString())),
            "serve",
            "--lakehouse",
            lakehouse.toString(),
            "--port",
            "0")
        .succeeded();
  }

  private void look(String url) {
    try (Connection connection = DriverManager.getConnection(url, new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("SET as_of = '2024-01-01'");
      assertThat(run("sessions", "--url", url, "--format", "csv").succeeded().out())
          .startsWith("session,user,settings,last_use,queries\n")
          .contains(",anybody,as_of SESSION 2024-01-01T00:00:00.000Z,");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThat(run("queries", "--url", url, "--format", "csv").succeeded().out())
        .isEqualTo("id,user,peer,session,begin,millis,state,rows,bytes,requests,as_of,sql\n");
    run("kill", "--url", url, "4711").failed(2, "No statement \"4711\" runs");
  }

  @Test
  void healthAsksTheServerOfTheSameSettings() {
    StringWriter said = new StringWriter();
    Azof.in(lakehouse)
        .with("AZOF_METRICS_PORT", "0")
        .run(
            said,
            () -> {
              Matcher port = PORT.matcher(said.toString());
              assertThat(port.find()).isTrue();
              assertThat(run("health", "--port", port.group(1)).succeeded().out())
                  .isEqualTo("SERVING\n");
              Matcher metrics = METRICS.matcher(said.toString());
              assertThat(metrics.find()).isTrue();
              Azof azof = Azof.in(lakehouse).with("AZOF_METRICS_PORT", metrics.group(1));
              assertThat(azof.run("health").succeeded().out()).isEqualTo("SERVING\n");
            },
            "serve",
            "--lakehouse",
            lakehouse.toString(),
            "--port",
            "0")
        .succeeded();
    run("health", "--port", "1").failed(7, "The server at 127.0.0.1:1 does not say how it is");
    run("health", "--port", "0").failed(2, "server.port is 0");
  }

  @Test
  void aServerThatIsNotThere() {
    run("queries", "--url", "jdbc:arrow-flight-sql://127.0.0.1:1/?useEncryption=false")
        .failed(7, "Cannot reach the server", "useEncryption=false");
  }

  @Test
  void aUrlThatIsNone() {
    run("queries", "--url", "http://127.0.0.1:1/").failed(2, "jdbc:arrow-flight-sql://");
    run("queries", "--url", "jdbc:arrow-flight-sql://nowhere").failed(2, "HOST:PORT");
  }

  private Azof.Outcome run(String... arguments) {
    return Azof.in(lakehouse).run(arguments);
  }

  private static String url(String said) {
    Matcher port = PORT.matcher(said);
    assertThat(port.find()).isTrue();
    return "jdbc:arrow-flight-sql://127.0.0.1:" + port.group(1) + "/?useEncryption=false";
  }
}
