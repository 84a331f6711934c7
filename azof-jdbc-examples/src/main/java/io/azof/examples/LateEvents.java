package io.azof.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A price that becomes known after a later one: each state has what was true then. */
public final class LateEvents {
  private static final String NOW = "SELECT price FROM quotes WHERE key = 'ACME'";
  private static final String THEN =
      "SELECT price FROM quotes AT ('2024-03-15') WHERE key = 'ACME'";

  private LateEvents() {}

  public static void main(String[] arguments) throws SQLException {
    run(arguments[0], System.out);
  }

  static void run(String url, PrintStream out) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE quotes (price DECIMAL(10, 2))");
      insert(statement, "2024-03-01", "10.00");
      insert(statement, "2024-04-01", "12.00");
      print(statement, "as of 15 March", THEN, out);

      insert(statement, "2024-03-10", "11.00"); // it comes late
      print(statement, "as of 15 March, with the late row", THEN, out);
      print(statement, "now", NOW, out);

      // what was known of 15 March before the late row came: the version before it
      String known = THEN.replace("AT (", "FOR VERSION AS OF 3 AT (");
      print(statement, "as of 15 March, as it was known", known, out);
      statement.execute("DROP TABLE quotes");
    }
  }

  private static void insert(Statement statement, String day, String price) throws SQLException {
    statement.executeUpdate(
        "INSERT INTO quotes (key, event_time, price) VALUES ('ACME', '"
            + day
            + "', "
            + price
            + ")");
  }

  private static void print(Statement statement, String what, String sql, PrintStream out)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      out.println(what + ": " + (rows.next() ? rows.getBigDecimal(1) : "none"));
    }
  }
}
