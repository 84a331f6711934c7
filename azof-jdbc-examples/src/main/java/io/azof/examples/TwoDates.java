package io.azof.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What changed between two days: one table twice in one statement, at two times. */
public final class TwoDates {
  private TwoDates() {}

  public static void main(String[] arguments) throws SQLException {
    run(arguments[0], System.out);
  }

  static void run(String url, PrintStream out) throws SQLException {
    String sql =
        "SELECT now.key, past.revenue AS was, now.revenue AS became"
            + " FROM financials AT (CAST(? AS VARCHAR)) now"
            + " JOIN financials AT (CAST(? AS VARCHAR)) past ON past.key = now.key"
            + " WHERE now.revenue > past.revenue"
            + " ORDER BY now.revenue - past.revenue DESC LIMIT 3";
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, "2019-01-17");
      statement.setString(2, "2018-01-17");
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          out.println(
              rows.getString("key") + ": " + rows.getLong("was") + " → " + rows.getLong("became"));
        }
      }
    }
  }
}
