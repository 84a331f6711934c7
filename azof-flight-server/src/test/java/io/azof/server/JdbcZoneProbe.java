package io.azof.server;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** Sends times and dates to a server and prints what comes back, in the ways that hold anywhere. */
final class JdbcZoneProbe {
  private JdbcZoneProbe() {}

  /** Takes the URL of the server. */
  public static void main(String[] arguments) throws SQLException {
    System.out.println(TimeZone.getDefault().getID());
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        PreparedStatement statement =
            connection.prepareStatement("SELECT CAST(? AS TIMESTAMP(3)), CAST(? AS DATE)")) {
      for (String time : List.of("2024-01-07 00:30:00.123", "2024-07-07 23:30:00.0")) {
        statement.setTimestamp(1, Timestamp.valueOf(time));
        statement.setDate(2, Date.valueOf(time.substring(0, 10)));
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
          System.out.println(
              rows.getString(1)
                  + " "
                  + rows.getObject(1, LocalDateTime.class)
                  + " "
                  + rows.getTimestamp(1, utc)
                  + " "
                  + rows.getString(2));
        }
      }
    }
  }
}
