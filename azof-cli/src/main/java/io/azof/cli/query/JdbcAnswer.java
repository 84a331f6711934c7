package io.azof.cli.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What a server answers to a statement: rows, or how many it wrote. */
public final class JdbcAnswer implements AutoCloseable {
  private final Statement statement;
  private final Optional<JdbcRows> rows;
  private final long count;

  private JdbcAnswer(Statement statement, Optional<JdbcRows> rows, long count) {
    this.statement = statement;
    this.rows = rows;
    this.count = count;
  }

  /**
   * Runs a statement; the receiver closes the answer, before the connection.
   *
   * @throws io.azof.error.AzofException what the server says is wrong
   */
  public static JdbcAnswer open(Connection connection, String sql) {
    try {
      Statement statement = connection.createStatement();
      try {
        return statement.execute(sql)
            ? new JdbcAnswer(
                statement, Optional.of(new JdbcRows(statement, statement.getResultSet())), 0)
            : new JdbcAnswer(statement, Optional.empty(), statement.getLargeUpdateCount());
      } catch (SQLException | RuntimeException e) {
        try (statement) {
          throw e;
        }
      }
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }

  /** The rows, which this closes; empty for a statement that changes something. */
  public Optional<JdbcRows> rows() {
    return rows;
  }

  /** How many rows a statement that changes something wrote. */
  public long count() {
    return count;
  }

  @Override
  public void close() {
    try (statement) {
      rows.ifPresent(JdbcRows::close);
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }
}
