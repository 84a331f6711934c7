package io.azof.cli.demo;

import io.azof.cli.output.OutputFormat;
import io.azof.cli.query.JdbcRows;
import io.azof.cli.query.ServerConnection;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Asks a server of the sample the same question as of two times, and says how to go on. */
public final class DemoTour {
  private static final List<String> TIMES =
      List.of("2010-01-17T00:00:00.000Z", "2019-01-17T00:00:00.000Z");

  private static final String QUESTION =
      """
      SELECT key AS symbol, revenue, net_income
      FROM financials AT ('%s')
      WHERE industry IN ('Software')
      ORDER BY revenue DESC LIMIT 5
      """;

  private static final String CONNECT =
      """
      Ask it yourself:
        shell    ./azof sql --url '%1$s' 'SELECT count(*) FROM financials'
        JDBC     %1$s
                 with the driver org.apache.arrow:flight-sql-jdbc-driver:18.3.0
        DBeaver  New connection, Apache Arrow Flight SQL; host 127.0.0.1, port %2$d, no user;
                 driver property useEncryption = false
        Python   pip install adbc-driver-flightsql pyarrow

                 import adbc_driver_flightsql.dbapi as flight
                 with flight.connect('grpc://127.0.0.1:%2$d', autocommit=True) as connection:
                     with connection.cursor() as cursor:
                         cursor.execute("SELECT * FROM financials AT ('2010-01-17') LIMIT 5")
                         print(cursor.fetch_arrow_table())
      """;

  private DemoTour() {}

  /**
   * Prints both answers, fetched through the JDBC driver, and the ways to connect.
   *
   * @param port of the server, on this machine
   */
  public static void print(int port, Writer out) throws IOException, SQLException {
    String url = "jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false";
    try (Connection connection = ServerConnection.open(url)) {
      for (String time : TIMES) {
        String question = QUESTION.formatted(time);
        out.write(question + "\n");
        try (JdbcRows rows = JdbcRows.open(connection, question)) {
          OutputFormat.TABLE.write(rows, out);
        }
        out.write("\n");
      }
    }
    out.write(CONNECT.formatted(url, port));
    out.flush();
  }
}
