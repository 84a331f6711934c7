package io.azof.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a table held on a day: run {@code azof demo} first, which serves {@code financials}. */
public final class FirstQuery {
  private FirstQuery() {}

  public static void main(String[] arguments) throws SQLException {
    run(arguments[0], System.out);
  }

  /**
   * @param url such as {@code jdbc:arrow-flight-sql://127.0.0.1:32010/?useEncryption=false}
   */
  static void run(String url, PrintStream out) throws SQLException {
    String sql =
        "SELECT key AS symbol, revenue FROM financials AT ('2019-01-17')"
            + " WHERE industry = 'Software' ORDER BY revenue DESC LIMIT 5";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        out.println(rows.getString("symbol") + " " + rows.getLong("revenue"));
      }
    }
  }
}
