package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.client.ClientCookieMiddleware;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients set for their own statements, and for nobody else's. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class SessionTest {
  private static final int SESSIONS = 16;

  private RunningServer server;

  private Path folder;

  @BeforeEach
  void start(@TempDir Path lakehouse) {
    folder = lakehouse;
    DailyTable.write(folder, SESSIONS);
    server = RunningServer.over(folder, SESSIONS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void setOverJdbcHoldsForItsConnectionOnly() throws SQLException {
    try (Connection one = server.openJdbc();
        Connection other = server.openJdbc();
        Statement statement = one.createStatement();
        Statement others = other.createStatement()) {
      assertThat(statement.execute("SET as_of = '2024-01-03'")).isFalse();
      assertThat(statement.getUpdateCount()).isZero();
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(3);
      assertThat(n(others, "SELECT n FROM t")).isEqualTo(SESSIONS);
      assertThat(others.executeUpdate("SET as_of = TIMESTAMP '2024-01-05 00:00:00'")).isZero();
      assertThat(n(others, "SELECT n FROM t")).isEqualTo(5);
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(3);
      assertThat(n(statement, "SELECT n FROM t AT ('2024-01-07')")).isEqualTo(7);
      assertThat(text(statement, "SHOW as_of")).isEqualTo("2024-01-03T00:00:00.000Z");
      assertThat(text(statement, "EXPLAIN SELECT n FROM t"))
          .contains("2024-01-03T00:00:00.000Z, of the session");
      statement.execute("RESET as_of");
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(SESSIONS);
      statement.execute("SET version = 2");
      assertThat(n(statement, "SELECT count(*) FROM t FOR ALL EVENT_TIME")).isLessThan(3);
      assertThat(n(others, "SELECT count(*) FROM t FOR ALL EVENT_TIME")).isEqualTo(SESSIONS);
    }
  }

  @Test
  void whatIsSetWinsOverTheUrlUntilItIsReset() throws SQLException {
    try (Connection connection = server.openJdbc("as_of", "2024-01-02");
        Statement statement = connection.createStatement()) {
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(2);
      assertThat(text(statement, "EXPLAIN SELECT n FROM t")).contains(", of the connection");
      statement.execute("SET as_of = '2024-01-04'");
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(4);
      statement.execute("SET as_of = latest");
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(SESSIONS);
      statement.execute("SET as_of = DEFAULT");
      assertThat(n(statement, "SELECT n FROM t")).isEqualTo(2);
    }
  }

  @Test
  void sixteenConnectionsThatSetTheirTimeAtOnceNeverSeeEachOthers() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int i = 1; i <= SESSIONS; i++) {
        int own = i;
        wrong.add(threads.submit(() -> wrongAnswers(own)));
      }
      for (Future<Integer> answers : wrong) {
        assertThat(answers.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Half of the connections log in, all with the same name; half do not. */
  private int wrongAnswers(int own) throws SQLException {
    Properties properties = new Properties();
    if (own % 2 == 0) {
      properties.setProperty("user", "ada");
      properties.setProperty("password", "secret");
    }
    int wrong = 0;
    try (Connection connection = server.openJdbc(properties);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 10; i++) {
        int day = (own + i) % SESSIONS + 1;
        statement.execute("SET as_of = '" + DailyTable.date(day) + "'");
        wrong += n(statement, "SELECT sum(n) FROM t") == day ? 0 : 1;
        try (PreparedStatement prepared =
            connection.prepareStatement("SELECT n FROM t WHERE key = ?")) {
          prepared.setString(1, "k");
          try (ResultSet result = prepared.executeQuery()) {
            wrong += result.next() && result.getLong(1) == day ? 0 : 1;
          }
        }
      }
    }
    return wrong;
  }

  @Test
  void aClientWithoutCookiesIsKnownByTheTokenOfItsLogin() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightClient flight = openFlight(memory);
        FlightSqlClient client = new FlightSqlClient(flight)) {
      CredentialCallOption one = flight.authenticateBasicToken("ada", "secret").orElseThrow();
      CredentialCallOption other = flight.authenticateBasicToken("ada", "secret").orElseThrow();
      assertThat(client.setSessionOptions(options("2024-01-06"), one).getErrors()).isEmpty();

      assertThat(n(client, client.execute("SELECT n FROM t", one))).isEqualTo(6);
      assertThat(n(client, client.execute("SELECT n FROM t", other))).isEqualTo(SESSIONS);
      assertThat(client.getSessionOptions(new GetSessionOptionsRequest(), one).getSessionOptions())
          .containsEntry(
              "as_of",
              SessionOptionValueFactory.makeSessionOptionValue("2024-01-06T00:00:00.000Z"));
      client.execute("SET as_of = '2024-01-07'", one);
      assertThat(n(client, client.execute("SELECT n FROM t", one))).isEqualTo(7);
      client.closeSession(new CloseSessionRequest(), one);
      client.closeSession(new CloseSessionRequest(), one);
      assertThat(n(client, client.execute("SELECT n FROM t", one))).isEqualTo(SESSIONS);
    }
  }

  @Test
  void aClientThatCannotBeToldFromOthersIsToldSo() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = new FlightSqlClient(openFlight(memory))) {
      assertThatThrownBy(() -> client.setSessionOptions(options("2024-01-06")))
          .isInstanceOf(FlightRuntimeException.class)
          .hasMessageContaining("log in with a user name")
          .hasMessageContaining("as_of=2019-01-17");
      assertThatThrownBy(() -> client.execute("SET as_of = '2024-01-06'"))
          .hasMessageContaining("log in with a user name");
      client.execute("RESET as_of");
      assertThat(n(client, client.execute("SELECT n FROM t"))).isEqualTo(SESSIONS);
    }
  }

  @Test
  void aCookieMakesASessionAmongOtherCookies() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = openClientWithCookies(memory)) {
      client.getSessionOptions(new GetSessionOptionsRequest());
      SetSessionOptionsResult result = client.setSessionOptions(options("soon"));
      assertThat(result.getErrors())
          .containsEntry(
              "as_of",
              new SetSessionOptionsResult.Error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE));
      client.setSessionOptions(options("2024-01-08"));
      assertThat(n(client, client.execute("SELECT n FROM t"))).isEqualTo(8);
      client.setSessionOptions(
          new SetSessionOptionsRequest(
              Map.of("as_of", SessionOptionValueFactory.makeEmptySessionOptionValue())));
      assertThat(n(client, client.execute("SELECT n FROM t"))).isEqualTo(SESSIONS);
    }
  }

  @Test
  void connectionsKeepWhatTheyHaveSetWhenTheServerIsStartedAnew() throws SQLException {
    try (Connection travels = server.openJdbc();
        Connection stays = server.openJdbc();
        Connection returns = server.openJdbc();
        Statement past = travels.createStatement();
        Statement now = stays.createStatement();
        Statement nowAgain = returns.createStatement()) {
      past.execute("SET as_of = '2024-01-03'");
      nowAgain.execute("SET as_of = '2024-01-03'");
      nowAgain.execute("RESET as_of");
      assertThat(n(past, "SELECT n FROM t")).isEqualTo(3);
      assertThat(n(now, "SELECT n FROM t")).isEqualTo(SESSIONS);

      int port = server.server().port();
      server.close();
      server = RunningServer.overOnPort(folder, port);

      assertThat(nWhenUp(now)).isEqualTo(SESSIONS);
      assertThat(nWhenUp(nowAgain)).isEqualTo(SESSIONS);
      assertThat(nWhenUp(past)).isEqualTo(3);
      past.execute("SET as_of = '2024-01-05'");
      assertThat(n(past, "SELECT n FROM t")).isEqualTo(5);
      past.execute("RESET as_of");
      assertThat(n(past, "SELECT n FROM t")).isEqualTo(SESSIONS);
    }
  }

  @Test
  void aCookieThatNoServerHasMadeIsRefused() throws Exception {
    for (String cookie : List.of("a.1", "a.1.%", "a.x.", "a.1.AAAA", "a.1..")) {
      FlightCallHeaders headers = new FlightCallHeaders();
      headers.insert("cookie", "azof-session=" + cookie);
      try (BufferAllocator memory = new RootAllocator();
          FlightSqlClient client = new FlightSqlClient(openFlight(memory))) {
        assertThatThrownBy(() -> client.execute("SELECT n FROM t", new HeaderCallOption(headers)))
            .as(cookie)
            .hasMessageContaining("The cookie azof-session is not one of this server");
      }
    }
  }

  /** Asks until the connection has found the server again. */
  private static long nWhenUp(Statement statement) throws SQLException {
    while (true) {
      try {
        return n(statement, "SELECT n FROM t");
      } catch (SQLException e) {
        if (!String.valueOf(e.getMessage()).contains("UNAVAILABLE")) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @Test
  void whatAClosedSessionHadSetIsNotAskedFor() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = openClientWithCookies(memory)) {
      client.getSessionOptions(new GetSessionOptionsRequest());
      client.setSessionOptions(options("2024-01-08"));
      assertThat(n(client, client.execute("SELECT n FROM t"))).isEqualTo(8);
      client.closeSession(new CloseSessionRequest());
      assertThat(n(client, client.execute("SELECT n FROM t"))).isEqualTo(SESSIONS);
    }
  }

  private FlightSqlClient openClientWithCookies(BufferAllocator memory) {
    return new FlightSqlClient(
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
            .intercept(new ClientCookieMiddleware.Factory())
            .build());
  }

  private FlightClient openFlight(BufferAllocator memory) {
    return FlightClient.builder(
            memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
        .build();
  }

  private static SetSessionOptionsRequest options(String asOf) {
    return new SetSessionOptionsRequest(
        Map.of("as_of", SessionOptionValueFactory.makeSessionOptionValue(asOf)));
  }

  private static long n(FlightSqlClient client, FlightInfo info) throws Exception {
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      assertThat(stream.next()).isTrue();
      return ((BigIntVector) stream.getRoot().getVector(0)).get(0);
    }
  }

  private static long n(Statement statement, String sql) throws SQLException {
    return Long.parseLong(text(statement, sql));
  }

  private static String text(Statement statement, String sql) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        text.append(result.getString(1));
      }
    }
    return text.toString();
  }
}
