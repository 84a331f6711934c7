package io.azof.server;

import io.azof.error.ErrorCode;
import io.azof.sql.testing.SqlTestConnection;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestResult;
import io.azof.sql.testing.SqlTestText;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The SQL test files' way to the tables through the stock JDBC driver. */
final class JdbcSqlConnection implements SqlTestConnection {
  private final Connection connection;

  JdbcSqlConnection(Connection connection) {
    this.connection = connection;
  }

  @Override
  public SqlTestResult run(String sql, List<@Nullable Object> parameters) throws SqlTestFailure {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        set(statement, i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    } catch (SQLException | RuntimeException e) {
      if (e instanceof TestAbortedException aborted) {
        throw aborted;
      }
      throw failure(e);
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setTimestamp(
          index, Timestamp.valueOf(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
    } else if (value instanceof LocalDate date) {
      statement.setDate(index, Date.valueOf(date));
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
      case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(index, Instant.class);
      case Types.DATE -> row.getObject(index, LocalDate.class);
      case Types.TIME -> row.getObject(index, LocalTime.class);
      default -> row.getObject(index);
    };
  }

  /** What the driver itself cannot do says nothing about the server. */
  private static SqlTestFailure failure(Exception error) {
    StringBuilder all = new StringBuilder();
    for (Throwable e = error; e != null; e = e.getCause()) {
      all.append(e).append('\n');
    }
    if (all.indexOf("Binding value of type") >= 0) {
      throw new TestAbortedException("the JDBC driver cannot bind this: " + error.getMessage());
    }
    return new SqlTestFailure(codes(all) + " " + all, error);
  }

  /** Flight knows fewer codes than Azof: the ones that it can have been. */
  private static String codes(CharSequence text) {
    ErrorCode.Category category =
        text.toString().contains("INVALID_ARGUMENT")
            ? ErrorCode.Category.INVALID
            : text.toString().contains("NOT_FOUND")
                ? ErrorCode.Category.NOT_FOUND
                : text.toString().contains("UNIMPLEMENTED")
                    ? ErrorCode.Category.UNSUPPORTED
                    : ErrorCode.Category.INTERNAL;
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.category() == category)
        .map(ErrorCode::name)
        .collect(Collectors.joining(" "));
  }
}
