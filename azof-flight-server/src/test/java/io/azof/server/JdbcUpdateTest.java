package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that change something, by every way in which clients send them. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class JdbcUpdateTest {
  private RunningServer server;
  private Connection connection;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path lakehouseFolder) throws SQLException {
    folder = lakehouseFolder;
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      TableSchema schema = new TableSchema(List.of(new Column("n", ColumnType.INT, true)));
      lakehouse.createTable("t", schema, Map.of());
    }
    server = RunningServer.over(folder);
    connection = server.openJdbc();
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    server.close();
  }

  @Test
  void executeUpdateTellsHowManyRows() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("INSERT INTO t (key, n) VALUES ('a', 1), ('b', 2)"))
          .isEqualTo(2);
      assertThat(statement.executeUpdate("UPDATE t SET n = n + 1 WHERE key = 'a'")).isEqualTo(1);
      assertThat(statement.executeUpdate("DELETE FROM t WHERE key = 'b'")).isEqualTo(1);
      assertThat(statement.executeUpdate("DELETE FROM t WHERE key = 'b'")).isZero();
    }
    assertThat(rows()).containsExactly("a 2");
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void executeRunsAnUpdateOnce() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.execute("INSERT INTO t (key, n) VALUES ('a', 1)")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
    }
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void aPreparedUpdateCanRunManyTimes() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (key, event_time, n) VALUES (?, ?, ?)")) {
      for (int i = 0; i < 3; i++) {
        insert.setString(1, "k" + i);
        insert.setTimestamp(2, Timestamp.valueOf("2021-05-01 00:00:00"));
        insert.setLong(3, i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(rows()).containsExactly("k0 0", "k1 1", "k2 2");
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void aPreparedUpdateWithoutParametersRunsOnce() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (key, n) VALUES ('a', 1)")) {
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    assertThat(version()).isEqualTo(2);
  }

  /** The driver sends it as a query. */
  @Test
  void aPreparedUpdateThatIsOnlyExecutedRunsOnce() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (key, n) VALUES (?, 1)")) {
      insert.setString(1, "a");
      insert.execute();
    }
    assertThat(rows()).containsExactly("a 1");
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void aBatchOfInsertsIsOneCommit() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (key, n) VALUES (?, ?)")) {
      for (int i = 0; i < 5; i++) {
        insert.setString(1, "k" + i);
        insert.setLong(2, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    assertThat(rows()).containsExactly("k0 0", "k1 1", "k2 2", "k3 3", "k4 4");
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void aMistakeChangesNothing() {
    assertThatThrownBy(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO t (key, n) VALUES ('a', 1), ('b', 'many')");
              }
            })
        .hasStackTraceContaining("line 1, column 47: Column \"n\" is of type BIGINT");
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void anErrorOfARunComesWithItsSentence() {
    assertThatThrownBy(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                    "INSERT INTO t (key, event_time) VALUES ('a', '2999-01-01')");
              }
            })
        .hasStackTraceContaining("ahead of this machine's clock");
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void anUpdateThatIsSentAsAQueryRunsOnceHoweverOftenItsAnswerIsFetched() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = server.openClient(memory)) {
      FlightInfo info = client.execute("INSERT INTO t (key, n) VALUES ('a', 1), ('b', 2)");
      Ticket ticket = info.getEndpoints().get(0).getTicket();
      for (int i = 0; i < 3; i++) {
        try (FlightStream stream = client.getStream(ticket)) {
          assertThat(stream.getSchema()).isEqualTo(info.getSchemaOptional().orElseThrow());
          assertThat(stream.next()).isTrue();
          assertThat(((BigIntVector) stream.getRoot().getVector("rows")).get(0)).isEqualTo(2);
          assertThat(stream.next()).isFalse();
        }
      }
      assertThat(version()).isEqualTo(2);
    }
  }

  @Test
  void toAskForTheSchemaOfAnUpdateDoesNotRunIt() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = server.openClient(memory)) {
      assertThat(
              client
                  .getExecuteSchema("INSERT INTO t (key, n) VALUES ('a', 1)")
                  .getSchema()
                  .getFields())
          .hasSize(1);
      assertThat(version()).isEqualTo(1);
    }
  }

  @Test
  void anUpdateNeedsNoPreparation() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = server.openClient(memory)) {
      assertThat(client.executeUpdate("INSERT INTO t (key, n) VALUES ('a', 1)")).isEqualTo(1);
      assertThat(version()).isEqualTo(2);
      try (FlightSqlClient.PreparedStatement prepared = client.prepare("DELETE FROM t")) {
        assertThat(prepared.getResultSetSchema().getFields()).isEmpty();
        assertThat(prepared.executeUpdate()).isEqualTo(1);
      }
      assertThat(version()).isEqualTo(3);
    }
  }

  @Test
  void parametersWithoutARowChangeNothing() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = server.openClient(memory);
        FlightSqlClient.PreparedStatement insert =
            client.prepare("INSERT INTO t (key, n) VALUES ('a', ?)");
        BigIntVector numbers = new BigIntVector("n", memory);
        VectorSchemaRoot none = VectorSchemaRoot.of(numbers)) {
      assertThatThrownBy(insert::executeUpdate)
          .hasStackTraceContaining("The statement has 1 parameters, but 0 values are bound");
      insert.setParameters(none);
      assertThat(insert.executeUpdate()).isZero();
    }
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void aQueryIsNoUpdate() throws Exception {
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = server.openClient(memory)) {
      assertThatThrownBy(() -> client.executeUpdate("SELECT * FROM t"))
          .hasStackTraceContaining("The statement changes nothing; run it as a query");
    }
  }

  private List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT key, n FROM t ORDER BY key")) {
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getLong(2));
      }
    }
    return rows;
  }

  private long version() {
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      return lakehouse.table("t").version();
    }
  }
}
