package io.azof.cli.query;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to an Azof server through its JDBC driver. */
public final class ServerConnection {
  private static final String SCHEME = "jdbc:arrow-flight-sql:";

  private ServerConnection() {}

  /**
   * Connects; the receiver closes the connection.
   *
   * @param url as the Arrow Flight SQL JDBC driver takes it
   * @throws AzofException {@code ARGUMENT_INVALID} for another kind of URL, or what the driver says
   */
  public static Connection open(String url) {
    if (!url.startsWith(SCHEME)) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The URL \"" + url + "\" must start with " + SCHEME + "//");
    }
    try {
      Properties properties = new Properties();
      properties.setProperty("timestamps", "utc"); // as moments, which JdbcRows reads as such
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      throw ServerFailure.of(e);
    }
  }
}
