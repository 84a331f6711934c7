package io.azof.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;

/** Many rows in one commit: the batch of an INSERT is written together, or not at all. */
public final class Ingest {
  private static final int ROWS = 1_000;

  private Ingest() {}

  public static void main(String[] arguments) throws SQLException {
    run(arguments[0], System.out);
  }

  static void run(String url, PrintStream out) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE readings (sensor BIGINT, degrees DOUBLE)");
      write(connection);
      try (ResultSet rows = statement.executeQuery("SELECT count(*), max(degrees) FROM readings")) {
        rows.next();
        out.println(rows.getLong(1) + " rows, up to " + rows.getDouble(2));
      }
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM \"readings$snapshots\"")) {
        rows.next();
        out.println(rows.getLong(1) + " versions: the empty table and one commit");
      }
      statement.execute("DROP TABLE readings");
    }
  }

  private static void write(Connection connection) throws SQLException {
    LocalDateTime start = LocalDateTime.of(2024, 1, 1, 0, 0);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO readings (key, event_time, sensor, degrees) VALUES (?, ?, ?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setString(1, "reading " + i);
        insert.setTimestamp(2, Timestamp.valueOf(start.plusSeconds(i)));
        insert.setLong(3, i % 10);
        insert.setDouble(4, i / 100.0);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
