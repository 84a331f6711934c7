package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which setter of JDBC works for a parameter of which type, and what arrives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcSettersTest {
  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  private static final Map<String, Setter> SETTERS = new LinkedHashMap<>();

  static {
    SETTERS.put("setInt", statement -> statement.setInt(1, 7));
    SETTERS.put("setLong", statement -> statement.setLong(1, 7));
    SETTERS.put("setDouble", statement -> statement.setDouble(1, 7));
    SETTERS.put("setBigDecimal", statement -> statement.setBigDecimal(1, new BigDecimal("7.00")));
    SETTERS.put("setBoolean", statement -> statement.setBoolean(1, true));
    SETTERS.put("setString", statement -> statement.setString(1, "7"));
    SETTERS.put("setDate", statement -> statement.setDate(1, Date.valueOf("2024-01-07")));
    SETTERS.put(
        "setTimestamp",
        statement -> statement.setTimestamp(1, Timestamp.valueOf("2024-01-07 08:00:00.123")));
    SETTERS.put("setBytes", statement -> statement.setBytes(1, new byte[] {'7'}));
    SETTERS.put("setObject", statement -> statement.setObject(1, 7L));
    SETTERS.put("setNull", statement -> statement.setNull(1, Types.NULL));
  }

  /** What the driver sends at all; the rest it refuses by itself. */
  private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

  static {
    EXPECTED.put(
        "BIGINT",
        "setInt 7, setLong 7, setDouble 7, setBigDecimal 7, setDate 19729,"
            + " setTimestamp 1704614400123, setObject 7, setNull null");
    EXPECTED.put(
        "DOUBLE",
        "setInt 7.0, setLong 7.0, setDouble 7.0, setBigDecimal 7.0, setDate 19729.0,"
            + " setTimestamp 1.704614400123E12, setObject 7.0, setNull null");
    EXPECTED.put("DECIMAL(10, 2)", "setBigDecimal 7.00, setNull null");
    EXPECTED.put("BOOLEAN", "setBoolean true, setNull null");
    EXPECTED.put("VARCHAR", "setString 7, setNull null");
    EXPECTED.put("DATE", "setInt 1970-01-08, setDate 2024-01-07, setNull null");
    EXPECTED.put(
        "TIMESTAMP(3)",
        "setLong 1970-01-01 00:00:00.007, setTimestamp 2024-01-07 08:00:00.123,"
            + " setObject 1970-01-01 00:00:00.007, setNull null");
    EXPECTED.put("VARBINARY", "setBytes 7, setNull null");
  }

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    Lakehouse.openOrCreate(folder.toString()).close();
    server = RunningServer.over(folder);
    try (Connection connection = server.openJdbc();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (n BIGINT)");
      statement.executeUpdate("INSERT INTO t (key, event_time) VALUES ('k', '2024-01-01')");
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void eachTypeTakesTheSettersThatTheDriverAllows() throws SQLException {
    Map<String, String> accepted = new LinkedHashMap<>();
    for (String type : EXPECTED.keySet()) {
      List<String> answers = new ArrayList<>();
      for (Map.Entry<String, Setter> setter : SETTERS.entrySet()) {
        String answer = answer("SELECT CAST(? AS " + type + ") FROM t", setter.getValue());
        if (!answer.equals("refused")) {
          answers.add(setter.getKey() + " " + answer);
        }
      }
      accepted.put(type, String.join(", ", answers));
    }
    assertThat(accepted).isEqualTo(EXPECTED);
  }

  /** In a process of its own: the driver looks at the zone of its JVM once. */
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York"})
  void timesAndDatesAreTheSameInEveryZone(String zone) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Duser.timezone=" + zone,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                JdbcZoneProbe.class.getName(),
                "jdbc:arrow-flight-sql://127.0.0.1:"
                    + server.server().port()
                    + "/?useEncryption=false")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines())
        .containsExactly(
            zone,
            "2024-01-07 00:30:00.123 2024-01-07T00:30:00.123 2024-01-07 00:30:00.123 2024-01-07",
            "2024-07-07 23:30:00.0 2024-07-07T23:30 2024-07-07 23:30:00.0 2024-07-07");
  }

  /** A refusal of the driver costs its connection: it leaks memory. */
  private String answer(String sql, Setter setter) throws SQLException {
    Connection connection = server.openJdbc();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setter.set(statement);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        String value = rows.getString(1);
        assertThat(rows.wasNull()).isEqualTo(value == null);
        return String.valueOf(value);
      }
    } catch (SQLException | RuntimeException e) {
      return "refused";
    } finally {
      try {
        connection.close();
      } catch (SQLException | RuntimeException e) {
        assertThat(e).isNotNull();
      }
    }
  }
}
