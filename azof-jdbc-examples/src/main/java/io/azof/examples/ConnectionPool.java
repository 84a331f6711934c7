package io.azof.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.PooledConnection;
import org.apache.arrow.driver.jdbc.ArrowFlightJdbcConnectionPoolDataSource;

/**
 * Many threads, few connections: the pool of the driver itself. HikariCP and others take the URL
 * just as well; a connection that a server dropped connects again by itself.
 */
@SuppressWarnings("try") // the pool declares that closing it may be interrupted
public final class ConnectionPool {
  private ConnectionPool() {}

  public static void main(String[] arguments) throws Exception {
    run(arguments[0], Integer.parseInt(arguments[1]), System.out);
  }

  static void run(String host, int port, PrintStream out) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("host", host);
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("useEncryption", "false");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ArrowFlightJdbcConnectionPoolDataSource pool =
        ArrowFlightJdbcConnectionPoolDataSource.createNewDataSource(properties)) {
      List<Future<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> count(pool)));
      }
      long sum = 0;
      for (Future<Long> answer : answers) {
        sum += answer.get();
      }
      out.println(answers.size() + " answers, together " + sum);
    } finally {
      threads.shutdown();
    }
  }

  private static long count(ArrowFlightJdbcConnectionPoolDataSource pool) throws Exception {
    PooledConnection pooled = pool.getPooledConnection("anybody", "anything");
    try (Connection connection = pooled.getConnection(); // closing it gives it back
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM financials")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
