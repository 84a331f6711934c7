package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.server.config.KeepaliveConfig;
import io.azof.server.config.LimitsConfig;
import io.azof.server.config.MonitoringConfig;
import io.azof.server.config.SecurityConfig;
import io.azof.server.config.ServerConfig;
import io.azof.sql.PlannedStatement;
import io.azof.sql.QueryEngine;
import io.azof.sql.QuerySettings;
import io.azof.storage.Lakehouse;
import io.azof.storage.StorageSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A server for a test, on a free port, whose memory must be back when it is closed. */
final class RunningServer implements AutoCloseable {
  /** Stands at the moment that the SQL test files ask for. */
  private static final int CONCURRENT_QUERIES_MAX = 8;

  static final Clock CLOCK = Clock.fixed(Instant.parse("2021-06-10T12:30:00.123Z"), ZoneOffset.UTC);

  private final BufferAllocator memory;
  private final Resources engine;
  private final AzofServer server;

  private RunningServer(BufferAllocator memory, Resources engine, AzofServer server) {
    this.memory = memory;
    this.engine = engine;
    this.server = server;
  }

  /** A server as it is in earnest, over the tables in a folder. */
  static RunningServer over(Path lakehouseFolder) {
    return over(lakehouseFolder, CONCURRENT_QUERIES_MAX);
  }

  static RunningServer over(Path lakehouseFolder, int concurrentQueriesMax) {
    return over(
        lakehouseFolder,
        config("127.0.0.1", 0, concurrentQueriesMax, SecurityConfig.defaults()),
        CLOCK);
  }

  /** A server on a port that another one may have had. */
  static RunningServer overOnPort(Path lakehouseFolder, int port) {
    return over(
        lakehouseFolder,
        config("127.0.0.1", port, CONCURRENT_QUERIES_MAX, SecurityConfig.defaults()),
        CLOCK);
  }

  /** A server that not everybody may use. */
  static RunningServer over(Path lakehouseFolder, SecurityConfig security, Clock clock) {
    return over(lakehouseFolder, config("127.0.0.1", 0, CONCURRENT_QUERIES_MAX, security), clock);
  }

  private static RunningServer over(Path lakehouseFolder, ServerConfig config, Clock clock) {
    BufferAllocator memory = new RootAllocator(config.arrowBytesMax());
    Resources engine = new Resources();
    Lakehouse lakehouse = engine.add(Lakehouse.open(lakehouseFolder.toString()));
    QueryEngine queries = engine.add(QueryEngine.open(lakehouse, memory, config.query(), clock));
    return new RunningServer(
        memory, engine, AzofServer.open(config, lakehouse, queries::prepare, memory, clock, ids()));
  }

  static RunningServer over(
      Lakehouse lakehouse, Function<String, ? extends PlannedStatement> planner) {
    return over(lakehouse, planner, config("127.0.0.1", Duration.ofSeconds(5)));
  }

  static RunningServer over(
      Lakehouse lakehouse,
      Function<String, ? extends PlannedStatement> planner,
      ServerConfig config) {
    return over(lakehouse, planner, config, CLOCK);
  }

  static RunningServer over(
      Lakehouse lakehouse,
      Function<String, ? extends PlannedStatement> planner,
      ServerConfig config,
      Clock clock) {
    BufferAllocator memory = new RootAllocator(config.arrowBytesMax());
    return new RunningServer(
        memory,
        new Resources(),
        AzofServer.open(
            config, lakehouse, (sql, asOf) -> planner.apply(sql), memory, clock, ids()));
  }

  /** A server over the tables in a folder with limits of its own. */
  static RunningServer over(
      Path lakehouseFolder, int concurrentQueriesMax, LimitsConfig limits, Clock clock) {
    return over(lakehouseFolder, config(concurrentQueriesMax, limits), clock);
  }

  /** A configuration with limits of its own. */
  static ServerConfig config(int concurrentQueriesMax, LimitsConfig limits) {
    return config(
        "127.0.0.1",
        0,
        Duration.ofSeconds(5),
        concurrentQueriesMax,
        Optional.empty(),
        limits,
        SecurityConfig.defaults());
  }

  /** A configuration with a log of queries. */
  static ServerConfig config(Path queryLogFile, SecurityConfig security) {
    return config(
        "127.0.0.1",
        0,
        Duration.ofSeconds(5),
        CONCURRENT_QUERIES_MAX,
        Optional.of(queryLogFile),
        limits(CONCURRENT_QUERIES_MAX),
        security);
  }

  static ServerConfig config(String host, Duration shutdownGrace) {
    return config(host, shutdownGrace, CONCURRENT_QUERIES_MAX, SecurityConfig.defaults());
  }

  static ServerConfig config(
      String host, Duration shutdownGrace, int concurrentQueriesMax, SecurityConfig security) {
    return config(host, 0, shutdownGrace, concurrentQueriesMax, security);
  }

  private static ServerConfig config(
      String host, int port, int concurrentQueriesMax, SecurityConfig security) {
    return config(host, port, Duration.ofSeconds(5), concurrentQueriesMax, security);
  }

  private static ServerConfig config(
      String host,
      int port,
      Duration shutdownGrace,
      int concurrentQueriesMax,
      SecurityConfig security) {
    return config(
        host,
        port,
        shutdownGrace,
        concurrentQueriesMax,
        Optional.empty(),
        limits(concurrentQueriesMax),
        security);
  }

  private static ServerConfig config(
      String host,
      int port,
      Duration shutdownGrace,
      int concurrentQueriesMax,
      Optional<Path> queryLogFile,
      LimitsConfig limits,
      SecurityConfig security) {
    return new ServerConfig(
        "unused",
        host,
        port,
        shutdownGrace,
        concurrentQueriesMax,
        100,
        Duration.ofHours(1),
        100,
        Duration.ofHours(1),
        256L << 20,
        Optional.empty(),
        queryLogFile,
        limits,
        KeepaliveConfig.defaults(),
        MonitoringConfig.none(),
        security,
        new QuerySettings(256L << 20, 2, Path.of(System.getProperty("java.io.tmpdir"))),
        StorageSettings.defaults());
  }

  /** As many may wait as run. */
  static LimitsConfig limits(int concurrentQueriesMax) {
    return new LimitsConfig(
        concurrentQueriesMax,
        Duration.ofMinutes(1),
        100,
        Duration.ofHours(1),
        Duration.ofHours(1),
        128L << 20,
        16 << 20,
        64 << 10);
  }

  static Supplier<String> ids() {
    AtomicLong last = new AtomicLong();
    return () -> "id-" + last.incrementAndGet();
  }

  AzofServer server() {
    return server;
  }

  /** What the server accounts for now. */
  BufferAllocator memory() {
    return memory;
  }

  Connection openJdbc() throws SQLException {
    return openJdbc(new Properties());
  }

  /** A connection whose URL says one thing more. */
  Connection openJdbc(String name, String value) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    return openJdbc(properties);
  }

  Connection openJdbc(Properties properties) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:arrow-flight-sql://127.0.0.1:"
            + server.port()
            + (properties.containsKey("useEncryption") ? "/" : "/?useEncryption=false"),
        properties);
  }

  FlightSqlClient openClient(BufferAllocator allocator) {
    return openClient(allocator, server.port());
  }

  static FlightSqlClient openClient(BufferAllocator allocator, int port) {
    return new FlightSqlClient(
        FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build());
  }

  @Override
  public void close() {
    server.close();
    engine.close();
    assertThat(memory.getAllocatedMemory()).isZero();
    memory.close();
  }
}
