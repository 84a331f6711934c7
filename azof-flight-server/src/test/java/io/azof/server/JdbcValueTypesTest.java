package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.SampleTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Doubles, decimals, dates and bytes through the stock JDBC driver, straight and computed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcValueTypesTest {
  private static final String STRAIGHT = "SELECT * FROM trades AT ('2020-05-01')";
  private static final String COMPUTED = STRAIGHT + " ORDER BY key";

  private RunningServer server;
  private Connection connection;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, SQLException {
    try (BufferAllocator memory = new RootAllocator()) {
      SampleTables.write(memory, folder);
    }
    server = RunningServer.over(folder);
    connection = server.openJdbc();
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {STRAIGHT, COMPUTED})
  void valuesArriveAsTheyAre(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      goTo("t1", rows);
      assertThat(rows.getBigDecimal("amount")).isEqualTo(new BigDecimal("12.5000"));
      assertThat(rows.getBigDecimal("total"))
          .isEqualTo(new BigDecimal("9999999999999999999999999999.9999999999"));
      assertThat(rows.getString("amount")).isEqualTo("12.5000");
      assertThat(rows.getDouble("ratio")).isEqualTo(0.1);
      assertThat(rows.getBytes("seal")).containsExactly(0x00, 0xff);
      assertThat(rows.getObject("amount")).isEqualTo(new BigDecimal("12.5000"));
      assertThat(rows.getObject("ratio")).isEqualTo(0.1);
      goTo("t2", rows);
      assertThat(rows.getBigDecimal("amount")).isEqualTo(new BigDecimal("-99999999999999.9999"));
      assertThat(rows.getDouble("ratio")).isEqualTo(Double.NEGATIVE_INFINITY);
      goTo("t3", rows);
      for (String column : List.of("amount", "total", "ratio", "paid_on", "seal")) {
        assertThat(rows.getObject(column)).as(column).isNull();
        assertThat(rows.wasNull()).as(column).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {STRAIGHT, COMPUTED})
  void aDateIsThatDayInEveryZone(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      goTo("t1", rows);
      assertThat(rows.getDate("paid_on")).isEqualTo(Date.valueOf("2020-01-31"));
      assertThat(rows.getDate("paid_on").toLocalDate()).isEqualTo(LocalDate.parse("2020-01-31"));
      assertThat(rows.getObject("paid_on", LocalDate.class))
          .isEqualTo(LocalDate.parse("2020-01-31"));
      assertThat(rows.getString("paid_on")).isEqualTo("2020-01-31");
      goTo("t4", rows);
      assertThat(rows.getDate("paid_on").toLocalDate()).isEqualTo(LocalDate.parse("9999-12-31"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {STRAIGHT, COMPUTED})
  void columnsHaveTheirTypes(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData metadata = statement.getMetaData();
      assertThat(
              List.of(
                  metadata.getColumnType(3),
                  metadata.getColumnType(4),
                  metadata.getColumnType(5),
                  metadata.getColumnType(6),
                  metadata.getColumnType(7)))
          .containsExactly(Types.DECIMAL, Types.DECIMAL, Types.DOUBLE, Types.DATE, Types.VARBINARY);
    }
  }

  /** The driver wants decimals of the scale that the column has. */
  @Test
  void valuesAreParameters() throws SQLException {
    assertThat(key("amount = ?", s -> s.setBigDecimal(1, new BigDecimal("12.7500"))))
        .isEqualTo("t1");
    assertThat(key("ratio = ?", s -> s.setDouble(1, 3.0))).isEqualTo("t1");
    assertThat(key("paid_on = ?", s -> s.setDate(1, Date.valueOf("1969-12-31")))).isEqualTo("t1");
    assertThat(key("seal = ?", s -> s.setBytes(1, new byte[] {0x01, (byte) 0xfe}))).isEqualTo("t1");
  }

  private String key(String condition, Setter setter) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT key FROM trades WHERE " + condition)) {
      setter.set(statement);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    }
  }

  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** The rows of a scan come in the order of the keys here too: one file is read. */
  private static void goTo(String key, ResultSet rows) throws SQLException {
    do {
      assertThat(rows.next()).isTrue();
    } while (!rows.getString("key").equals(key));
  }
}
