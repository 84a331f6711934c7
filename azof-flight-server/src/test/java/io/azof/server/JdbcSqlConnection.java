package io.azof.server;

import io.azof.error.ErrorCode;
import io.azof.sql.testing.SqlTestConnection;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestResult;
import io.azof.sql.testing.SqlTestText;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL test files' way to the tables through the stock JDBC driver. */
final class JdbcSqlConnection implements SqlTestConnection {
  /** How the driver shows what the server answered. */
  private static final Pattern STATUS =
      Pattern.compile(".*FlightRuntimeException: ([A-Z_]+): (.*)", Pattern.DOTALL);

  private final Connection connection;
  private @Nullable String driverRefusal;

  JdbcSqlConnection(Connection connection) {
    this.connection = connection;
  }

  @Override
  public SqlTestResult run(String sql, List<@Nullable Object> parameters) throws SqlTestFailure {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        requireUncut(statement, i + 1, parameters.get(i));
        set(statement, i + 1, parameters.get(i));
      }
      if (statement.getMetaData().getColumnCount() == 0) {
        return SqlTestResult.ofUpdate(statement.executeLargeUpdate());
      }
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    } catch (SQLException | RuntimeException e) {
      throw failure(e);
    }
  }

  /** What the driver itself refused to do, which says nothing about the server. */
  Optional<String> driverRefusal() {
    return Optional.ofNullable(driverRefusal);
  }

  /** The driver makes a whole number of any number where the server asks for one. */
  private static void requireUncut(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Double
        && statement.getParameterMetaData().getParameterType(index) == Types.BIGINT) {
      throw new SQLException("the driver would cut " + value + " to a whole number");
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setTimestamp(
          index, Timestamp.valueOf(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
    } else if (value instanceof LocalDate date) {
      statement.setDate(index, Date.valueOf(date));
    } else if (value instanceof Double number
        && statement.getParameterMetaData().getParameterType(index) == Types.DECIMAL) {
      statement.setBigDecimal(index, BigDecimal.valueOf(number));
    } else if (value instanceof LocalTime time) {
      statement.setTime(index, Time.valueOf(time));
    } else {
      statement.setObject(index, value);
    }
  }

  private static SqlTestResult read(ResultSet set) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
      columns.add(set.getMetaData().getColumnLabel(i));
    }
    List<List<String>> rows = new ArrayList<>();
    while (set.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(SqlTestText.value(value(set, i)));
      }
      rows.add(row);
    }
    return new SqlTestResult(columns, List.of(), rows);
  }

  private static @Nullable Object value(ResultSet row, int index) throws SQLException {
    return switch (row.getMetaData().getColumnType(index)) {
      case Types.TIMESTAMP -> moment(row.getObject(index, LocalDateTime.class));
      case Types.DATE -> day(row, index);
      case Types.TIME -> timeOfDay(row.getString(index));
      default -> row.getObject(index);
    };
  }

  /** Asked for the day of a null, the driver fails. */
  private static @Nullable LocalDate day(ResultSet row, int index) throws SQLException {
    return row.getObject(index) == null ? null : row.getObject(index, LocalDate.class);
  }

  private static @Nullable Instant moment(@Nullable LocalDateTime utc) {
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  /** The driver moves times of day by the zone of the JVM. */
  private static @Nullable LocalTime timeOfDay(@Nullable String moved) {
    return moved == null
        ? null
        : LocalTime.parse(moved).minus(Duration.ofMillis(TimeZone.getDefault().getOffset(0)));
  }

  private SqlTestFailure failure(Exception error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      Matcher status = STATUS.matcher(e.toString());
      if (status.matches()) {
        return new SqlTestFailure(withCodes(status.group(1), status.group(2)), error);
      }
    }
    driverRefusal = error.toString();
    return new SqlTestFailure(error.toString(), error);
  }

  /** Flight knows fewer codes than Azof: the message with each one that it can have been. */
  private static String withCodes(String status, String message) {
    ErrorCode.Category category =
        switch (status) {
          case "INVALID_ARGUMENT" -> ErrorCode.Category.INVALID;
          case "NOT_FOUND" -> ErrorCode.Category.NOT_FOUND;
          case "UNIMPLEMENTED" -> ErrorCode.Category.UNSUPPORTED;
          case "RESOURCE_EXHAUSTED" -> ErrorCode.Category.LIMIT;
          default -> ErrorCode.Category.INTERNAL;
        };
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.category() == category)
        .map(code -> code + " " + message)
        .collect(Collectors.joining("\n"));
  }
}
