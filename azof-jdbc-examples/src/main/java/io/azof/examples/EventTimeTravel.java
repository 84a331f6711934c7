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
import java.util.List;

/** The same question at many times: by a parameter, and without a word of it in the question. */
public final class EventTimeTravel {
  private EventTimeTravel() {}

  public static void main(String[] arguments) throws SQLException {
    run(arguments[0], System.out);
  }

  static void run(String url, PrintStream out) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      byParameter(connection, out);
      bySession(connection, out);
    }
  }

  private static void byParameter(Connection connection, PrintStream out) throws SQLException {
    String sql = "SELECT revenue FROM financials FOR EVENT_TIME AS OF ? WHERE key = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (LocalDateTime time = LocalDateTime.of(2017, 1, 17, 0, 0);
          time.getYear() < 2020;
          time = time.plusYears(1)) {
        statement.setTimestamp(1, Timestamp.valueOf(time)); // its wall clock is taken as UTC
        statement.setString(2, "MSFT");
        try (ResultSet rows = statement.executeQuery()) {
          out.println(time.toLocalDate() + " " + (rows.next() ? rows.getLong(1) : "unknown"));
        }
      }
    }
  }

  /** A report that knows nothing of time, as of the end of two years. */
  private static void bySession(Connection connection, PrintStream out) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String time : List.of("2017-12-31", "2018-12-31")) {
        statement.execute("SET as_of = '" + time + "'");
        try (ResultSet rows = statement.executeQuery("SELECT sum(revenue) FROM financials")) {
          out.println(time + " " + (rows.next() ? rows.getLong(1) : 0));
        }
      }
      statement.execute("RESET as_of");
    }
  }
}
