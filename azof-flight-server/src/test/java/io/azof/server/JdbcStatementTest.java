package io.azof.server;

import static io.azof.server.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements through the stock JDBC driver, over real tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcStatementTest {
  private RunningServer server;
  private Connection connection;

  @BeforeAll
  void start(@TempDir Path lakehouse) throws IOException, SQLException {
    new TestTable("name String", "price Int", "listed Boolean", "since DateTime")
        .write(
            lakehouse,
            "prices",
            List.of(
                row("A", "2000-01-01", "Alpha", 10, true, "1990-05-05T12:00:00.500Z"),
                row("B", "2000-01-01", "Beta", 20, false, null),
                row("C", "2000-01-01", null, null, null, null)),
            List.of(
                row("A", "2019-01-17T08:00:00.123Z", "Alpha", 11, true, null),
                row("D", "2020-01-01", "Delta", 40, true, "2020-01-01")));
    server = RunningServer.over(lakehouse);
    connection = server.openJdbc();
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    server.close();
  }

  @Test
  void aTableIsReadAsOfATime() throws SQLException {
    assertThat(query("SELECT key, price FROM prices AT ('2010-01-01') ORDER BY key"))
        .containsExactly("A|10", "B|20", "C|null");
    assertThat(query("SELECT key, price FROM prices ORDER BY key"))
        .containsExactly("A|11", "B|20", "C|null", "D|40");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prices", "main.prices", "azof.main.prices", "\"azof\".\"main\".\"prices\""})
  void aTableHasTheNamesThatTheMetadataTell(String name) throws SQLException {
    assertThat(query("SELECT COUNT(*) FROM " + name)).containsExactly("4");
  }

  @Test
  void columnsHaveTheirTypes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM prices WHERE key = 'D'")) {
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(6);
      assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.VARCHAR);
      assertThat(rows.getMetaData().getColumnType(4)).isEqualTo(Types.BIGINT);
      assertThat(rows.getMetaData().getColumnType(5)).isEqualTo(Types.BOOLEAN);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("name")).isEqualTo("Delta");
      assertThat(rows.getLong("price")).isEqualTo(40);
      assertThat(rows.getBoolean("listed")).isTrue();
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"2019-01-17T08:00:00.122, 10", "2019-01-17T08:00:00.123, 11"})
  void theTimeIsAParameterToTheMillisecond(LocalDateTime time, long price) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT price FROM prices AT (?) WHERE key = 'A'")) {
      statement.setTimestamp(1, Timestamp.valueOf(time));
      assertThat(rows(statement.executeQuery())).containsExactly(String.valueOf(price));
    }
  }

  @Test
  void theTimeIsAParameterAsText() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT price FROM prices AT (CAST(? AS VARCHAR)) WHERE key = 'A'")) {
      for (String time : List.of("2019-01-17T08:00:00.122Z", "2010-01-01")) {
        statement.setString(1, time);
        assertThat(rows(statement.executeQuery())).containsExactly("10");
      }
      statement.setString(1, "2019-01-17T09:00:00.123+01:00");
      assertThat(rows(statement.executeQuery())).containsExactly("11");
      statement.setString(1, "soon");
      assertThatThrownBy(() -> rows(statement.executeQuery())).hasMessageContaining("\"soon\"");
    }
  }

  @Test
  void valuesAreParameters() throws SQLException {
    assertThat(bound("SELECT key FROM prices WHERE name = ?", s -> s.setString(1, "Beta")))
        .containsExactly("B");
    assertThat(bound("SELECT key FROM prices WHERE price = ?", s -> s.setLong(1, 40)))
        .containsExactly("D");
    assertThat(bound("SELECT key FROM prices WHERE price = ?", s -> s.setInt(1, 40)))
        .containsExactly("D");
    assertThat(bound("SELECT key FROM prices WHERE listed = ?", s -> s.setBoolean(1, false)))
        .containsExactly("B");
    assertThat(bound("SELECT key FROM prices WHERE price = ?", s -> s.setNull(1, Types.BIGINT)))
        .isEmpty();
    assertThat(
            bound(
                "SELECT key FROM prices WHERE CAST(price AS DOUBLE) > ?",
                s -> s.setDouble(1, 39.5)))
        .containsExactly("D");
    assertThat(
            bound(
                "SELECT key FROM prices WHERE CAST(price AS DECIMAL(10, 2)) = ?",
                s -> s.setBigDecimal(1, new BigDecimal("40.00"))))
        .containsExactly("D");
    assertThat(
            bound(
                "SELECT key FROM prices WHERE since = ?",
                s -> s.setTimestamp(1, Timestamp.valueOf("2020-01-01 00:00:00"))))
        .containsExactly("D");
    assertThat(
            bound(
                "SELECT key FROM prices WHERE CAST(since AS DATE) = ?",
                s -> s.setDate(1, Date.valueOf("2020-01-01"))))
        .containsExactly("D");
  }

  @Test
  void aPreparedStatementRunsAgainWithOtherValues() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT key FROM prices WHERE price > ? AND price < ?")) {
      statement.setLong(1, 15);
      statement.setLong(2, 25);
      assertThat(rows(statement.executeQuery())).containsExactly("B");
      statement.setLong(2, 100);
      assertThat(rows(statement.executeQuery())).containsExactlyInAnyOrder("B", "D");
    }
  }

  @Test
  void aParameterThatIsNotSetIsAnError() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT key FROM prices WHERE price > ?")) {
      assertThatThrownBy(() -> rows(statement.executeQuery())).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void anEmptyResultIsEmpty() throws SQLException {
    assertThat(query("SELECT * FROM prices WHERE key = 'none'")).isEmpty();
    assertThat(query("SELECT * FROM prices AT ('1999-12-31')")).isEmpty();
    assertThat(query("SELECT price + 1 AS x FROM prices WHERE key = 'none' ORDER BY x")).isEmpty();
  }

  @Test
  void explainTellsWhatIsRead() throws SQLException {
    assertThat(String.join("\n", query("EXPLAIN SELECT key FROM prices AT ('2010-01-01')")))
        .contains("base.parquet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT * FROM pricess; pricess",
        "SELECT pricee FROM prices; pricee",
        "SELECT FROM WHERE; line 1",
        "SELECT * FROM prices AT ('tomorrow'); tomorrow",
        "INSERT INTO prices VALUES ('a'); ''",
        "SELECT key FROM prices WHERE price / 0 = name || 1; ''"
      })
  void anErrorIsASentenceWithoutAStackTrace(String sql, String part) {
    assertThatThrownBy(() -> query(sql))
        .isInstanceOf(SQLException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(part)
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ")
                    .doesNotContain("There was an error servicing your request")
                    .doesNotContain("Internal error"));
  }

  /**
   * Only getTimestamp without a calendar is moved by the JVM's zone, which is the driver's doing.
   */
  @Test
  void timesAreReadAsTheWallClockOfUtc() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT event_time FROM prices WHERE key = 'A'")) {
      LocalDateTime time = LocalDateTime.parse("2019-01-17T08:00:00.123");
      assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.TIMESTAMP);
      assertThat(rows.next()).isTrue();
      Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
      assertThat(rows.getTimestamp(1, utc)).isEqualTo(Timestamp.valueOf(time));
      assertThat(rows.getObject(1)).isInstanceOf(Timestamp.class);
      assertThat(rows.getObject(1, LocalDateTime.class)).isEqualTo(time);
      assertThat(rows.getString(1)).startsWith("2019-01-17 08:00:00.123");
    }
  }

  /** What the driver makes of them otherwise is in docs/CLIENTS.md. */
  @Test
  void aUrlCanAskForTimesOfTheZoneUtc() throws SQLException {
    try (Connection zoned = server.openJdbc(timestamps("utc"));
        Statement statement = zoned.createStatement();
        ResultSet rows = statement.executeQuery("SELECT event_time FROM prices WHERE key = 'A'")) {
      assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getObject(1, Instant.class))
          .isEqualTo(Instant.parse("2019-01-17T08:00:00.123Z"));
    }
  }

  private static Properties timestamps(String style) {
    Properties properties = new Properties();
    properties.setProperty("timestamps", style);
    return properties;
  }

  @Test
  void anUnknownStyleOfTimesIsRefused() {
    assertThatThrownBy(
            () -> {
              try (Connection wrong = server.openJdbc(timestamps("local"));
                  Statement statement = wrong.createStatement()) {
                statement.executeQuery("SELECT 1").close();
              }
            })
        .hasMessageContaining("The header timestamps must be utc or plain, but is \"local\"");
  }

  private interface Binding {
    void to(PreparedStatement statement) throws SQLException;
  }

  private List<String> bound(String sql, Binding binding) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.to(statement);
      return rows(statement.executeQuery());
    }
  }

  private List<String> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  private static List<String> rows(ResultSet set) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (set) {
      int columns = set.getMetaData().getColumnCount();
      while (set.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(set.getObject(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }
}
