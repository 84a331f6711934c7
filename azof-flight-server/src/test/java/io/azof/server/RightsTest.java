package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.security.Rights;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may change what, by every way in which a change can be asked for. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class RightsTest {
  private static final String INSERT = "INSERT INTO t (key, n) VALUES ('a', 1)";
  private static final String MAY_ONLY_READ = "User \"bob\" may only read";

  @TempDir private Path folder;
  @TempDir private Path lakehouse;
  private TestUsers users;
  private BufferAllocator memory;

  @BeforeEach
  void createTables() {
    memory = new RootAllocator();
    users = TestUsers.in(folder);
    try (Lakehouse tables = Lakehouse.open(lakehouse.toString())) {
      TableSchema schema = new TableSchema(List.of(new Column("n", ColumnType.INT, true)));
      tables.createTable("t", schema, Map.of());
      tables.createTable("u", schema, Map.of());
    }
  }

  @AfterEach
  void close() {
    memory.close();
  }

  private RunningServer start() {
    return RunningServer.over(lakehouse, users.config(), RunningServer.CLOCK);
  }

  @Test
  void aReadOnlyUserChangesNothing() throws Exception {
    try (RunningServer server = start();
        Connection connection = server.openJdbc(TestUsers.properties(TestUsers.BOB));
        FlightSqlClient client = openClient(server)) {
      CallOption bob = login(server, TestUsers.BOB);
      for (String sql :
          List.of(
              INSERT,
              "/* SELECT */ INSERT INTO t (key, n) SELECT key, n FROM u",
              "UPDATE t SET n = 2",
              "DELETE FROM t",
              "CREATE TABLE v (n BIGINT)",
              "DROP TABLE IF EXISTS nothing",
              "DROP TABLE t",
              "ALTER TABLE t ADD COLUMN m BIGINT",
              "CALL system.compact('t')",
              "CALL system.rollback('t', 1)",
              "CALL system.expire_versions('t', 'P1D')",
              "CALL system.expire_history('t', '2020-01-01')")) {
        assertThatThrownBy(() -> connection.prepareStatement(sql))
            .hasStackTraceContaining(MAY_ONLY_READ);
        try (Statement statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute(sql)).hasStackTraceContaining(MAY_ONLY_READ);
        }
        denied(() -> client.prepare(sql, bob), MAY_ONLY_READ);
        denied(() -> client.execute(sql, bob), MAY_ONLY_READ);
        if (!sql.startsWith("CALL")) {
          denied(() -> client.executeUpdate(sql, bob), MAY_ONLY_READ);
        }
      }
    }
    assertThat(version("t")).isEqualTo(1);
  }

  @Test
  void aReadOnlyUserAsksWhateverThereIsToAsk() throws Exception {
    try (RunningServer server = start();
        Connection connection = server.openJdbc(TestUsers.properties(TestUsers.BOB));
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "SELECT count(*) FROM t",
              "EXPLAIN PLAN FOR SELECT * FROM t",
              "SHOW TABLES",
              "DESCRIBE t",
              "SELECT 'INSERT INTO t'",
              "CALL system.check('t')")) {
        try (ResultSet rows = statement.executeQuery(sql)) {
          assertThat(rows.getMetaData().getColumnCount()).as(sql).isPositive();
        }
      }
    }
  }

  @Test
  void aReadWriteUserChangesTables() throws SQLException {
    try (RunningServer server = start();
        Connection connection = server.openJdbc(TestUsers.properties(TestUsers.ANN));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(INSERT)).isEqualTo(1);
    }
    assertThat(version("t")).isEqualTo(2);
  }

  @Test
  void aRightThatIsTakenAwayEndsWhatWasPrepared() throws Exception {
    try (RunningServer server = start();
        FlightSqlClient client = openClient(server)) {
      CallOption ann = login(server, TestUsers.ANN);
      FlightSqlClient.PreparedStatement insert = client.prepare(INSERT, ann);
      FlightSqlClient.PreparedStatement call = client.prepare("CALL system.compact('t')", ann);
      Ticket ticket = call.execute(ann).getEndpoints().get(0).getTicket();
      users.put(TestUsers.ANN, Rights.READ_ONLY, TestUsers.password(TestUsers.ANN));
      CallOption annNow = login(server, TestUsers.ANN);

      denied(() -> insert.executeUpdate(annNow), "User \"ann\" may only read");
      denied(() -> insert.execute(annNow), "User \"ann\" may only read");
      denied(
          () -> {
            try (FlightStream stream = client.getStream(ticket, annNow)) {
              stream.next();
            }
          },
          "User \"ann\" may only read");
      insert.close(annNow);
      call.close(annNow);
    }
    assertThat(version("t")).isEqualTo(1);
  }

  @Test
  void nobodyChangesAnythingThroughAReadOnlyServer() throws SQLException {
    users.with("server.read-only", "true");
    try (RunningServer server = start();
        Connection connection = server.openJdbc(TestUsers.properties(TestUsers.ANN))) {
      assertThatThrownBy(() -> connection.prepareStatement(INSERT))
          .hasStackTraceContaining("server.read-only is true");
      assertThat(connection.getMetaData().isReadOnly()).isTrue();
    }
    assertThat(version("t")).isEqualTo(1);
  }

  @Test
  void nobodyChangesAReadOnlyTable() throws SQLException {
    users.with("server.read-only-tables", "x, T");
    try (RunningServer server = start();
        Connection connection = server.openJdbc(TestUsers.properties(TestUsers.ANN))) {
      for (String sql :
          List.of(
              INSERT,
              "INSERT INTO azof.main.\"t\" (key, n) VALUES ('a', 1)",
              "DROP TABLE main.t",
              "ALTER TABLE T ADD COLUMN m BIGINT",
              "CALL system.compact('t')")) {
        assertThatThrownBy(() -> connection.prepareStatement(sql))
            .hasStackTraceContaining("is read-only: it is one of server.read-only-tables");
      }
      assertThatThrownBy(() -> connection.prepareStatement("CALL system.compact(?)"))
          .hasStackTraceContaining("Name the table in the statement");
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("INSERT INTO u (key, n) SELECT key, n FROM t");
        statement.executeUpdate("INSERT INTO u (key, n) VALUES ('a', 1)");
      }
    }
    assertThat(version("t")).isEqualTo(1);
    assertThat(version("u")).isEqualTo(2);
  }

  private static void denied(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .satisfies(
            e -> {
              Throwable failure = e;
              // a client that puts sees its own call cancelled, and the reason beneath
              while (failure.getCause() instanceof FlightRuntimeException cause) {
                failure = cause;
              }
              assertThat(failure).hasMessageContaining(sentence);
              assertThat(((FlightRuntimeException) failure).status().code())
                  .isEqualTo(FlightStatusCode.UNAUTHORIZED);
            });
  }

  private FlightSqlClient openClient(RunningServer server) {
    return server.openClient(memory);
  }

  private CallOption login(RunningServer server, String user) throws InterruptedException {
    try (FlightClient client =
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
            .build()) {
      CredentialCallOption token =
          client.authenticateBasicToken(user, TestUsers.password(user)).orElseThrow();
      return token;
    }
  }

  private long version(String table) {
    try (Lakehouse tables = Lakehouse.open(lakehouse.toString())) {
      return tables.table(table).version();
    }
  }
}
