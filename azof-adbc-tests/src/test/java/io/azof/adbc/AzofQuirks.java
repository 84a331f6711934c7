package io.azof.adbc;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcDatabase;
import org.apache.arrow.adbc.core.AdbcDriver;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlConnectionProperties;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlDriver;
import org.apache.arrow.adbc.driver.testsuite.SqlValidationQuirks;
import org.apache.arrow.adbc.sql.SqlQuirks;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** What the suite has to know of Azof. All calls go through the stock driver. */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
final class AzofQuirks extends SqlValidationQuirks {
  private final AdbcServer server;

  AzofQuirks(AdbcServer server) {
    this.server = server;
  }

  @Override
  public AdbcDatabase initDatabase(BufferAllocator allocator) throws AdbcException {
    return initDatabase(allocator, Map.of());
  }

  /**
   * A database whose calls have headers, over frames that have got what every table has.
   *
   * @param headers names and values
   */
  AdbcDatabase initDatabase(BufferAllocator allocator, Map<String, String> headers)
      throws AdbcException {
    return new KeyedDatabase(stock(allocator, headers));
  }

  /** The driver as it comes. */
  private AdbcDatabase stock(BufferAllocator allocator, Map<String, String> headers)
      throws AdbcException {
    Map<String, Object> parameters = new HashMap<>();
    AdbcDriver.PARAM_URI.set(parameters, server.uri());
    SqlQuirks sql = SqlQuirks.builder().arrowToSqlTypeNameMapping(AzofQuirks::typeName).build();
    parameters.put(AdbcDriver.PARAM_SQL_QUIRKS, sql);
    headers.forEach(
        (name, value) ->
            parameters.put(FlightSqlConnectionProperties.RPC_CALL_HEADER_PREFIX + name, value));
    return new FlightSqlDriver(allocator).open(parameters);
  }

  /** The driver by itself has a name for whole numbers and for texts, and none for times. */
  private static @Nullable String typeName(ArrowType type) {
    return type instanceof ArrowType.Timestamp
        ? "TIMESTAMP"
        : SqlQuirks.DEFAULT_ARROW_TYPE_TO_SQL_TYPE_NAME_MAPPING.apply(type);
  }

  @Override
  public void cleanupTable(String name) throws AdbcException {
    run("DROP TABLE IF EXISTS " + name);
  }

  /** Runs a statement over a connection of its own. */
  void run(String sql) throws AdbcException {
    try (BufferAllocator allocator = new RootAllocator();
        AdbcDatabase database = stock(allocator, Map.of());
        AdbcConnection connection = database.connect();
        AdbcStatement statement = connection.createStatement()) {
      statement.setSqlQuery(sql);
      statement.executeUpdate();
    } catch (AdbcException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The suite's own statements have upper case; Azof gives names back as they were written. */
  @Override
  public String caseFoldColumnName(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  @Override
  public String defaultCatalog() {
    return "azof";
  }

  @Override
  public String defaultDbSchema() {
    return "main";
  }
}
