package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.azof.error.AzofException;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector of OpenTelemetry gets. */
final class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT_SPAN = "b7ad6b7169203331";

  /** The numbers of fields in opentelemetry/proto/trace/v1/trace.proto and what it uses. */
  private static final int REPEATED_RESOURCE_SPANS = 1;

  private static final int REPEATED_SCOPE_SPANS = 2;
  private static final int REPEATED_SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;
  private static final int ATTRIBUTES = 9;
  private static final int STATUS = 15;

  @TempDir private Path folder;

  private final List<UnknownFieldSet> spans = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/v1/traces", this::collect);
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  private void collect(HttpExchange call) throws IOException {
    try (call) {
      UnknownFieldSet request = UnknownFieldSet.parseFrom(call.getRequestBody());
      fields(request, REPEATED_RESOURCE_SPANS)
          .flatMap(resource -> fields(resource, REPEATED_SCOPE_SPANS))
          .flatMap(scope -> fields(scope, REPEATED_SPANS))
          .forEach(spans::add);
      call.sendResponseHeaders(200, -1);
    }
  }

  private static Stream<UnknownFieldSet> fields(UnknownFieldSet message, int number) {
    return message.getField(number).getLengthDelimitedList().stream()
        .map(
            bytes -> {
              try {
                return UnknownFieldSet.parseFrom(bytes);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static ByteString bytes(UnknownFieldSet span, int number) {
    return span.getField(number).getLengthDelimitedList().get(0);
  }

  private static String hex(UnknownFieldSet span, int number) {
    return HexFormat.of().formatHex(bytes(span, number).toByteArray());
  }

  @Test
  void aStatementIsAChildOfWhatItsClientDoes() throws SQLException {
    try (AzofServer server = open("http://127.0.0.1:" + collector.getAddress().getPort())) {
      run(server, "SELECT 41 + 1 AS answer", "00-" + TRACE + "-" + CLIENT_SPAN + "-01");
    }

    assertThat(spans).hasSize(1);
    UnknownFieldSet span = spans.get(0);
    assertThat(hex(span, TRACE_ID)).isEqualTo(TRACE);
    assertThat(hex(span, PARENT_SPAN_ID)).isEqualTo(CLIENT_SPAN);
    assertThat(bytes(span, NAME).toStringUtf8()).isEqualTo("azof query");
    assertThat(span.getField(ATTRIBUTES).getLengthDelimitedList())
        .extracting(ByteString::toStringUtf8)
        .anyMatch(text -> text.contains("db.query.text") && text.contains("SELECT 41 + 1"))
        .anyMatch(text -> text.contains("azof.outcome") && text.contains("ok"))
        .anyMatch(text -> text.contains("azof.rows"));
  }

  @Test
  void aStatementWithoutATraceBeginsOneAndSaysHowItFailed() throws SQLException {
    try (AzofServer server = open("http://127.0.0.1:" + collector.getAddress().getPort())) {
      assertThatThrownBy(() -> run(server, "SELECT CAST('x' AS INTEGER)", ""))
          .isInstanceOf(SQLException.class);
    }

    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).getField(PARENT_SPAN_ID).getLengthDelimitedList()).isEmpty();
    assertThat(bytes(spans.get(0), STATUS).toStringUtf8()).contains("SQL_INVALID");
  }

  @Test
  void aTraceThatIsNotRecordedStaysSo() throws SQLException {
    try (AzofServer server = open("http://127.0.0.1:" + collector.getAddress().getPort())) {
      run(server, "SELECT 1", "00-" + TRACE + "-" + CLIENT_SPAN + "-00");
    }

    assertThat(spans).isEmpty();
  }

  @Test
  void aCollectorThatIsAwayCostsNothing() throws SQLException {
    int port = collector.getAddress().getPort();
    collector.stop(0);
    try (AzofServer server = open("http://127.0.0.1:" + port)) {
      run(server, "SELECT 1", "00-" + TRACE + "-" + CLIENT_SPAN + "-01");
    }

    assertThat(spans).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "grpc://localhost:4317", "http://a b", "http://h/v1"})
  void anAddressThatIsNoneIsRefused(String address) {
    assertThatThrownBy(() -> open(address).close())
        .isInstanceOf(AzofException.class)
        .hasMessage(
            "The setting \"tracing.otlp-endpoint\" is \""
                + address
                + "\"; it must be the address of a collector, such as http://127.0.0.1:4318");
  }

  private AzofServer open(String endpoint) {
    Map<String, String> settings = new HashMap<>();
    settings.put("lakehouse", folder.toString());
    settings.put("server.port", "0");
    settings.put("tracing.otlp-endpoint", endpoint);
    ServerConfig config =
        ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), settings));
    return AzofServer.open(config, RunningServer.CLOCK, RunningServer.ids());
  }

  private static void run(AzofServer server, String sql, String traceParent) throws SQLException {
    Properties properties = new Properties();
    if (!traceParent.isEmpty()) {
      properties.setProperty("traceparent", traceParent);
    }
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:arrow-flight-sql://127.0.0.1:" + server.port() + "/?useEncryption=false",
                properties);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        assertThat(result.getInt(1)).isPositive();
      }
    }
  }
}
