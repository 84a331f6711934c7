package io.azof.cli.query;

import io.azof.cli.output.OutputColumn;
import io.azof.cli.output.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that a server answers with. Closing it closes the statement, not the connection. */
public final class JdbcRows implements Rows {
  private final Statement statement;
  private final ResultSet result;
  private final List<OutputColumn> columns = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();

  /** Takes both over. */
  JdbcRows(Statement statement, ResultSet result) throws SQLException {
    this.statement = statement;
    this.result = result;
    ResultSetMetaData description = result.getMetaData();
    for (int i = 1; i <= description.getColumnCount(); i++) {
      int type = description.getColumnType(i);
      columns.add(new OutputColumn(description.getColumnLabel(i), isNumeric(type)));
      types.add(type);
    }
  }

  /**
   * Runs a statement; the receiver closes the rows, before the connection.
   *
   * @throws io.azof.error.AzofException what the server says is wrong
   */
  public static JdbcRows open(Connection connection, String sql) {
    try {
      Statement statement = connection.createStatement();
      try {
        return new JdbcRows(statement, statement.executeQuery(sql));
      } catch (SQLException | RuntimeException e) {
        try (statement) {
          throw e;
        }
      }
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }

  private static boolean isNumeric(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          true;
      default -> false;
    };
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    try {
      return result.next();
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }

  @Override
  public @Nullable Object value(int column) {
    try {
      int number = column + 1;
      Object value =
          switch (types.get(column)) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> result.getObject(number, Instant.class);
            case Types.TIMESTAMP -> result.getObject(number, LocalDateTime.class);
            case Types.DATE -> {
              java.sql.Date date = result.getDate(number);
              yield date == null ? null : date.toLocalDate();
            }
            case Types.TIME -> {
              java.sql.Time time = result.getTime(number);
              yield time == null ? null : time.toLocalTime();
            }
            default -> result.getObject(number);
          };
      return result.wasNull() ? null : value;
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }

  @Override
  public void close() {
    try (statement) {
      result.close();
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }
}
