package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import schemacrawler.schema.Catalog;
import schemacrawler.schema.Table;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptions;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSource;
import us.fatehi.utility.datasource.DatabaseConnectionSources;

/** Tools that others wrote, with the stock driver. */
@SuppressWarnings(
    "try") // a source declares that closing may be interrupted; a pool is closed early
final class JdbcToolsTest {
  private static final Logger SCHEMA_CRAWLER = Logger.getLogger("schemacrawler");

  private static final long PAUSE_NANOS = 100_000_000;

  @TempDir private Path folder;

  @BeforeEach
  void makeTables() {
    try (Lakehouse lakehouse = Lakehouse.openOrCreate(folder.toString())) {
      for (String table : List.of("orders", "prices", "shops")) {
        TableSchema schema =
            new TableSchema(
                List.of(
                    new Column("name", ColumnType.STRING, true),
                    new Column("amount", ColumnType.decimal(18, 4), true),
                    new Column("since", ColumnType.DATE_TIME, true)));
        lakehouse.createTable(table, schema, Map.of());
      }
    }
  }

  @Test
  void schemaCrawlerCrawlsEverything() throws Exception {
    Warnings warnings = new Warnings();
    SCHEMA_CRAWLER.addHandler(warnings);
    try (RunningServer server = RunningServer.over(folder);
        Connection connection = server.openJdbc();
        DatabaseConnectionSource source = DatabaseConnectionSources.fromConnection(connection)) {
      SchemaCrawlerOptions options =
          SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
              .withLoadOptions(
                  LoadOptionsBuilder.builder()
                      .withSchemaInfoLevel(SchemaInfoLevelBuilder.maximum())
                      .toOptions());

      Catalog catalog = SchemaCrawlerUtility.getCatalog(source, options);

      assertThat(catalog.getTables())
          .extracting(Table::getName)
          .containsExactly("orders", "prices", "shops");
      for (Table table : catalog.getTables()) {
        assertThat(table.getColumns())
            .extracting(column -> column.getName() + " " + column.getColumnDataType().getName())
            .containsExactly(
                "key VARCHAR",
                "event_time TIMESTAMP",
                "name VARCHAR",
                "amount DECIMAL",
                "since TIMESTAMP");
        assertThat(table.getPrimaryKey().getConstrainedColumns())
            .extracting(column -> column.getName())
            .containsExactly("key");
        assertThat(table.getForeignKeys()).isEmpty();
      }
    } finally {
      SCHEMA_CRAWLER.removeHandler(warnings);
    }
    // the driver has no Connection.getTypeMap
    assertThat(warnings.messages)
        .containsOnly(
            "schemacrawler.utility.TypeMap: Could not obtain data type map from connection");
  }

  @Test
  @Timeout(30)
  void aPoolSurvivesARestartOfTheServer() throws SQLException {
    RunningServer first = RunningServer.over(folder);
    int port = first.server().port();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false");
    config.setUsername("ada");
    config.setPassword("secret");
    config.setMaximumPoolSize(3);
    config.setConnectionTimeout(2_000);
    config.setValidationTimeout(1_000);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      for (int i = 0; i < 10; i++) {
        assertThat(tableCount(pool)).isEqualTo(3);
      }
      first.close();
      assertThatThrownBy(() -> tableCount(pool)).isInstanceOf(SQLException.class);

      RunningServer second = RunningServer.overOnPort(folder, port);
      try {
        while (!isUp(pool)) {
          LockSupport.parkNanos(PAUSE_NANOS); // gRPC waits a moment before it connects again
        }
        for (int i = 0; i < 10; i++) {
          assertThat(tableCount(pool)).isEqualTo(3);
        }
      } finally {
        pool.close();
        second.close();
      }
    }
  }

  private static boolean isUp(HikariDataSource pool) {
    try {
      return tableCount(pool) == 3;
    } catch (SQLException e) {
      return false;
    }
  }

  private static int tableCount(HikariDataSource pool) throws SQLException {
    int count = 0;
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SHOW TABLES")) {
      while (tables.next()) {
        count++;
      }
    }
    return count;
  }

  private static final class Warnings extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        messages.add(entry.getLoggerName() + ": " + entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
