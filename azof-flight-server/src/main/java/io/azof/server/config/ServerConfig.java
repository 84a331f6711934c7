package io.azof.server.config;

import io.azof.sql.QuerySettings;
import io.azof.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All that a server needs to know before it starts.
 *
 * @param lakehouse where the tables are, a path or a URI
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes any free one
 * @param shutdownGrace how long running statements may go on once the server stops
 * @param concurrentQueriesMax how many statements run at the same time
 * @param preparedStatementsMax how many prepared statements may be open
 * @param preparedStatementIdle after how long without use one may be dropped
 * @param sessionsMax how many sessions may have settings
 * @param sessionIdle after how long without use one loses them
 * @param arrowBytesMax how much memory column data may take
 * @param compactionInterval how long the server waits before it looks again for tables to compact;
 *     empty: it compacts none
 * @param queryLogFile where each statement is written that has ended; empty: nowhere
 * @param limits how much one statement may take, and all together
 * @param keepalive what keeps quiet connections alive
 * @param monitoring how the server is watched
 * @param security who may use the server, and what for
 * @param query the limits of the SQL engine
 * @param storage how tables are reached that are not on this machine
 */
public record ServerConfig(
    String lakehouse,
    String host,
    int port,
    Duration shutdownGrace,
    int concurrentQueriesMax,
    int preparedStatementsMax,
    Duration preparedStatementIdle,
    int sessionsMax,
    Duration sessionIdle,
    long arrowBytesMax,
    Optional<Duration> compactionInterval,
    Optional<Path> queryLogFile,
    LimitsConfig limits,
    KeepaliveConfig keepalive,
    MonitoringConfig monitoring,
    SecurityConfig security,
    QuerySettings query,
    StorageSettings storage) {

  /**
   * Reads all settings of a server.
   *
   * @throws io.azof.error.AzofException {@code ARGUMENT_INVALID} when one is missing
   */
  public static ServerConfig from(Configuration configuration) {
    return new ServerConfig(
        configuration.text(Setting.LAKEHOUSE),
        configuration.text(Setting.SERVER_HOST),
        configuration.number(Setting.SERVER_PORT).orElseThrow(),
        configuration.duration(Setting.SERVER_SHUTDOWN_GRACE),
        configuration.number(Setting.SERVER_CONCURRENT_QUERIES).orElseThrow(),
        configuration.number(Setting.SERVER_PREPARED_STATEMENTS).orElseThrow(),
        configuration.duration(Setting.SERVER_PREPARED_STATEMENT_IDLE),
        configuration.number(Setting.SERVER_SESSIONS).orElseThrow(),
        configuration.duration(Setting.SERVER_SESSION_IDLE),
        configuration.bytes(Setting.ARROW_MEMORY),
        configuration.isOn(Setting.COMPACTION_BACKGROUND)
            ? Optional.of(configuration.duration(Setting.COMPACTION_INTERVAL))
            : Optional.empty(),
        configuration.file(Setting.QUERY_LOG_FILE),
        LimitsConfig.from(configuration),
        KeepaliveConfig.from(configuration),
        MonitoringConfig.from(configuration),
        SecurityConfig.from(configuration),
        QueryConfig.from(configuration),
        StorageConfig.from(configuration));
  }
}
