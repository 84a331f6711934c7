package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads. */
final class MetricsTest {
  private static final Path PAGE = Path.of("..", "docs", "OPERATIONS.md");
  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `((?:azof|jvm)_[a-z_]+)` \\| ([a-z]+) \\|", Pattern.MULTILINE);
  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void thePageListsEveryMetricThatThereIs() throws Exception {
    try (AzofServer server = open(Map.of())) {
      assertThat(types(TYPE, read(server, "/metrics").body()))
          .isEqualTo(types(DOCUMENTED, Files.readString(PAGE)));
    }
  }

  private static Map<String, String> types(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                (MatchResult match) -> match.group(1),
                match -> match.group(2),
                (one, other) -> one + other,
                TreeMap::new));
  }

  @Test
  void statementsAndLoginsAreCounted() throws Exception {
    TestUsers users = TestUsers.in(folder);
    try (AzofServer server = open(Map.of("auth.users-file", folder.resolve("users").toString()));
        Connection connection = connect(server, TestUsers.ANN)) {
      users.remove(TestUsers.BOB);
      assertThatThrownBy(() -> connect(server, TestUsers.BOB)).isInstanceOf(SQLException.class);
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (\"key\" VARCHAR, n INTEGER)");
        statement.execute(
            "INSERT INTO t (\"key\", event_time, n) VALUES"
                + " ('a', TIMESTAMP '2020-01-01', 1), ('b', TIMESTAMP '2020-01-01', 2)");
        try (ResultSet result = statement.executeQuery("SELECT n FROM t")) {
          assertThat(result.next()).isTrue();
          assertThat(result.next()).isTrue();
          assertThat(result.next()).isFalse();
        }
        statement.execute("SET as_of = '2020-06-01'");
        assertThatThrownBy(
                () -> {
                  try (ResultSet result =
                      statement.executeQuery("SELECT CAST(\"key\" AS INTEGER) FROM t")) {
                    result.next();
                  }
                })
            .isInstanceOf(SQLException.class);
      }

      String text = read(server, "/metrics").body();

      assertThat(text.lines())
          .contains(
              "azof_statements_ended_total{kind=\"query\",outcome=\"ok\"} 1.0",
              "azof_statements_ended_total{kind=\"query\",outcome=\"failed\"} 1.0",
              "azof_statements_ended_total{kind=\"query\",outcome=\"killed\"} 0.0",
              "azof_statements_ended_total{kind=\"update\",outcome=\"ok\"} 2.0",
              "azof_statement_duration_seconds_count{kind=\"query\"} 2",
              "azof_statement_duration_seconds_bucket{kind=\"query\",le=\"+Inf\"} 2",
              "azof_rows_total{kind=\"query\"} 2.0",
              "azof_rows_total{kind=\"update\"} 2.0",
              "azof_rows_total{kind=\"ingest\"} 0.0",
              "azof_statements{state=\"running\"} 0.0",
              "azof_sessions 1.0",
              "azof_logins_total{outcome=\"succeeded\"} 1.0",
              "azof_logins_total{outcome=\"failed\"} 1.0",
              "azof_arrow_memory_max_bytes 1.0E9")
          .anyMatch(line -> line.matches("azof_sent_bytes_total [1-9].*"))
          .anyMatch(line -> line.matches("azof_prepared_statements [1-9].*"))
          .anyMatch(line -> line.matches("jvm_memory_used_bytes\\{area=\"heap\"} [1-9].*"));
    }
  }

  @Test
  void anythingElseIsNotThere() throws Exception {
    try (AzofServer server = open(Map.of())) {
      HttpResponse<String> health = read(server, "/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).isEqualTo("SERVING\n");
      assertThat(read(server, "/metrics").headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(read(server, "/").statusCode()).isEqualTo(404);
      assertThat(read(server, "/metrics/../conf").statusCode()).isEqualTo(404);
      HttpRequest post = request(server, "/metrics").POST(BodyPublishers.ofString("x")).build();
      assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void nobodyReadsMetricsUnlessToldSo() {
    try (AzofServer server = open(Map.of("metrics.port", "off"))) {
      assertThat(server.metricsPort()).isEmpty();
    }
    assertThatThrownBy(() -> open(Map.of("metrics.host", "0.0.0.0")).close())
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessage(
            "Azof refuses to show its metrics on \"0.0.0.0\", where other machines could read them"
                + " without a login: set metrics.host to 127.0.0.1, or"
                + " metrics.let-other-machines-in to true");
    try (AzofServer server =
        open(Map.of("metrics.host", "0.0.0.0", "metrics.let-other-machines-in", "true"))) {
      assertThat(server.metricsPort()).isPresent();
    }
  }

  private AzofServer open(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("lakehouse", folder.toString());
    all.put("server.port", "0");
    all.put("metrics.port", "0");
    all.putAll(settings);
    ServerConfig config = ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), all));
    return AzofServer.open(config, RunningServer.CLOCK, RunningServer.ids());
  }

  private static Connection connect(AzofServer server, String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:arrow-flight-sql://127.0.0.1:" + server.port() + "/?useEncryption=false",
        TestUsers.properties(user));
  }

  private HttpResponse<String> read(AzofServer server, String path)
      throws IOException, InterruptedException {
    return http.send(request(server, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(AzofServer server, String path) {
    int port = server.metricsPort().orElseThrow();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }
}
