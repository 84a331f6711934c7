package io.azof.server;

import io.azof.error.AzofException;
import io.azof.server.config.LimitsConfig;
import io.azof.server.config.MonitoringConfig;
import io.azof.server.config.ServerConfig;
import io.azof.server.flight.AdminActions;
import io.azof.server.flight.Authentication;
import io.azof.server.flight.AzofProducer;
import io.azof.server.flight.CallIntake;
import io.azof.server.flight.CallSession;
import io.azof.server.flight.ClientTimestamps;
import io.azof.server.flight.GuardedPlanner;
import io.azof.server.flight.GuardedProducer;
import io.azof.server.flight.IngestCommands;
import io.azof.server.flight.MetadataCommands;
import io.azof.server.flight.SealedProducer;
import io.azof.server.flight.StatementCommands;
import io.azof.server.flight.StatementPlanner;
import io.azof.server.flight.UpdateCommands;
import io.azof.server.flight.UpdateRuns;
import io.azof.server.flight.error.CallErrors;
import io.azof.server.flight.metadata.ServerInfo;
import io.azof.server.flight.metadata.TableMetadata;
import io.azof.server.flight.stream.ResultStreams;
import io.azof.server.metrics.MetricsPort;
import io.azof.server.metrics.ServerMetrics;
import io.azof.server.security.Access;
import io.azof.server.security.ListenAddress;
import io.azof.server.security.WriteRules;
import io.azof.server.session.PreparedStatements;
import io.azof.server.session.Sessions;
import io.azof.server.statement.QueryLogFile;
import io.azof.server.statement.RunObserver;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementLog;
import io.azof.server.statement.TimeLimits;
import io.azof.server.statement.TurnLimits;
import io.azof.server.statement.Turns;
import io.azof.server.tracing.StatementTraces;
import io.azof.server.transport.CallPeers;
import io.azof.server.transport.FlightService;
import io.azof.server.transport.RunningCalls;
import io.azof.server.transport.SecureConnections;
import io.azof.server.transport.ServerPort;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.grpc.ServerServiceDefinition;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.ServerHeaderMiddleware;
import org.apache.arrow.flight.grpc.ServerInterceptorAdapter.KeyFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A running Flight SQL server over one lakehouse. */
public final class AzofServer implements AutoCloseable {
  private static final TurnLimits METADATA_LIMITS =
      new TurnLimits(
          ServerThreads.METADATA, ServerThreads.METADATA, 1_000, 1_000, Duration.ofSeconds(30));

  /** Of long statements: one works while another waits for its files. */
  private static final int CONTINUING_PER_PROCESSOR = 2;

  private static final Duration TICK = Duration.ofMillis(100);

  /**
   * For how long no call must have come before a server that stops takes its clients to have all.
   */
  private static final Duration DRAIN_QUIET = Duration.ofMillis(200);

  /** Logs a stack trace for each client that cancels, which is nothing to look at. */
  private static final Logger NETTY_HANDLER = Logger.getLogger("io.grpc.netty.NettyServerHandler");

  static {
    NETTY_HANDLER.setLevel(Level.SEVERE);
  }

  private final Resources resources;
  private final ServerPort port;
  private final RunningCalls calls;
  private final ResultStreams streams;
  private final Turns turns;
  private final RunningStatements running;
  private final Optional<MetricsPort> metrics;
  private final Duration shutdownGrace;

  private AzofServer(
      Resources resources,
      ServerPort port,
      RunningCalls calls,
      ResultStreams streams,
      Turns turns,
      RunningStatements running,
      Optional<MetricsPort> metrics,
      Duration shutdownGrace) {
    this.resources = resources;
    this.port = port;
    this.calls = calls;
    this.streams = streams;
    this.turns = turns;
    this.running = running;
    this.metrics = metrics;
    this.shutdownGrace = shutdownGrace;
  }

  /**
   * Opens the lakehouse and an engine and serves them; the receiver closes the server.
   *
   * @param clock what CURRENT_TIMESTAMP is, and when a prepared statement was used last
   * @param ids gives a new text at each call, one that nobody can guess
   * @throws AzofException {@code UNSUPPORTED} for an address that others can reach and may not,
   *     {@code LAKEHOUSE_NOT_FOUND}, {@code STORE_FAILED} when its store cannot be asked, or {@code
   *     ARGUMENT_INVALID} when the port is taken
   */
  public static AzofServer open(ServerConfig config, Clock clock, Supplier<String> ids) {
    Resources resources = new Resources();
    try {
      BufferAllocator root = resources.add(new RootAllocator(config.arrowBytesMax()));
      Lakehouse lakehouse = resources.add(Lakehouse.open(config.lakehouse(), config.storage()));
      lakehouse.requireExisting();
      QueryEngine engine = resources.add(QueryEngine.open(lakehouse, root, config.query(), clock));
      config
          .compactionInterval()
          .ifPresent(
              interval -> resources.add(BackgroundCompaction.open(lakehouse, interval, root)));
      return open(config, lakehouse, engine::prepare, root, clock, ids, resources);
    } catch (Throwable e) {
      throw resources.closeAfter(e);
    }
  }

  /**
   * Serves a lakehouse that is open; the receiver closes the server, and then those.
   *
   * @param planner plans the text of a statement
   * @param parent where memory comes from; the server makes a child named "server"
   */
  static AzofServer open(
      ServerConfig config,
      Lakehouse lakehouse,
      StatementPlanner planner,
      BufferAllocator parent,
      Clock clock,
      Supplier<String> ids) {
    return open(config, lakehouse, planner, parent, clock, ids, new Resources());
  }

  private static AzofServer open(
      ServerConfig config,
      Lakehouse lakehouse,
      StatementPlanner planner,
      BufferAllocator parent,
      Clock clock,
      Supplier<String> ids,
      Resources resources) {
    try {
      InetSocketAddress address = ListenAddress.of(config.host(), config.port(), config.security());
      Access access = Access.of(config.security(), clock, new SecureRandom());
      Versions versions = Versions.ofThisBuild();
      ServerMetrics metrics = new ServerMetrics(versions.azof());
      List<RunObserver> observers =
          new ArrayList<>(List.of(new StatementLog(), metrics.statements()));
      config
          .queryLogFile()
          .ifPresent(file -> observers.add(resources.add(QueryLogFile.open(file))));
      config
          .monitoring()
          .traceCollector()
          .ifPresent(
              collector ->
                  observers.add(resources.add(StatementTraces.open(collector, versions.azof()))));
      BufferAllocator memory =
          resources.add(parent.newChildAllocator("server", 0, parent.getLimit()));
      BufferAllocator readers =
          resources.add(memory.newChildAllocator("readers", 0, parent.getLimit()));
      BufferAllocator wire = resources.add(memory.newChildAllocator("wire", 0, parent.getLimit()));
      ServerThreads threads =
          resources.add(
              ServerThreads.open(
                  config.concurrentQueriesMax(), config.limits().queuedQueriesMax()));

      CallErrors errors = new CallErrors(ids);
      LimitsConfig limits = config.limits();
      Turns turns = new Turns(threads.queries(), turnLimits(config), clock);
      Turns metadataTurns = new Turns(threads.metadata(), METADATA_LIMITS, clock);
      ResultStreams streams = new ResultStreams(readers, limits.queryArrowBytesMax(), wire, errors);
      PreparedStatements prepared =
          new PreparedStatements(
              config.preparedStatementsMax(), config.preparedStatementIdle(), clock, ids);
      Sessions sessions = new Sessions(config.sessionsMax(), config.sessionIdle(), clock);
      RunningStatements running = new RunningStatements(clock, observers);
      metrics.watch(running, sessions::size, prepared::size, parent);
      WriteRules rules = new WriteRules(config.security());
      UpdateRuns updates =
          new UpdateRuns(turns, readers, limits.queryArrowBytesMax(), running, errors);
      StatementPlanner interruptible = new GuardedPlanner(planner);
      AzofProducer producer =
          new SealedProducer(
              new StatementCommands(
                  interruptible, rules, prepared, updates, streams, turns, wire, running, ids),
              new UpdateCommands(interruptible, rules, prepared, updates, wire),
              new IngestCommands(
                  lakehouse, rules, readers, limits.queryArrowBytesMax(), wire, running, errors),
              new MetadataCommands(
                  new TableMetadata(lakehouse),
                  new ServerInfo(versions.azof(), versions.arrow(), config.security().readOnly()),
                  streams,
                  metadataTurns),
              new AdminActions(running, sessions, clock),
              access.seals());

      TimeLimits times =
          new TimeLimits(running, limits.queryTimeMax(), limits.resultIdleMax(), clock);
      resources.add(
          Ticks.open(
              TICK,
              List.of(turns::refuseOverdue, metadataTurns::refuseOverdue, times::stopOverdue)));

      RunningCalls calls = new RunningCalls();
      ServerServiceDefinition flight =
          FlightService.of(
              new GuardedProducer(producer, errors),
              List.of(
                  new KeyFactory<>(CallIntake.KEY, new CallIntake.Factory(calls)),
                  new KeyFactory<>(
                      Authentication.KEY,
                      new Authentication.Factory(
                          access, CallPeers::current, metrics::login, errors)),
                  new KeyFactory<>(ClientTimestamps.KEY, new ClientTimestamps.Factory()),
                  new KeyFactory<>(CallSession.KEY, new CallSession.Factory(sessions, ids)),
                  new KeyFactory<>(
                      FlightConstants.HEADER_KEY, new ServerHeaderMiddleware.Factory())),
              wire,
              threads.uploads());
      ServerPort port =
          resources.add(
              ServerPort.open(
                  address,
                  SecureConnections.of(config.security()),
                  config.keepalive(),
                  limits,
                  flight,
                  threads.calls(),
                  calls));
      Optional<MetricsPort> metricsPort =
          openMetricsPort(config.monitoring(), metrics, port::serves, resources);
      return new AzofServer(
          resources, port, calls, streams, turns, running, metricsPort, config.shutdownGrace());
    } catch (Throwable e) {
      throw resources.closeAfter(e);
    }
  }

  private static TurnLimits turnLimits(ServerConfig config) {
    return new TurnLimits(
        config.concurrentQueriesMax(),
        CONTINUING_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(),
        Math.max(config.concurrentQueriesMax(), config.limits().resultsMax()),
        config.limits().queuedQueriesMax(),
        config.limits().queueTimeMax());
  }

  private static Optional<MetricsPort> openMetricsPort(
      MonitoringConfig config, ServerMetrics metrics, BooleanSupplier serves, Resources resources) {
    return config
        .metricsPort()
        .map(
            port ->
                resources.add(
                    MetricsPort.open(
                        ListenAddress.ofMetrics(
                            config.metricsHost(), port, config.othersMayReadMetrics()),
                        metrics,
                        serves)));
  }

  /** The port at which metrics can be read; empty when they cannot. */
  public Optional<Integer> metricsPort() {
    return metrics.map(MetricsPort::number);
  }

  /** The port that the server listens on. */
  public int port() {
    return port.number();
  }

  /** How many statements wait for others to end. */
  int queuedCount() {
    return turns.queuedCount();
  }

  /** How many results wait for their clients to take more. */
  long waitingForClientCount() {
    return running.all().stream()
        .filter(run -> run.progress().state() == RunState.WAITING_FOR_CLIENT)
        .count();
  }

  /** Waits until the server is closed. */
  public void awaitTermination() throws InterruptedException {
    port.awaitClose();
  }

  /**
   * Takes in nothing new, which is told that it should go elsewhere, lets what runs end within the
   * grace, stops what does not, and gives everything back. A second call does nothing.
   */
  @Override
  public void close() {
    port.leave();
    boolean drained = false;
    try {
      drained = calls.drain(DRAIN_QUIET, shutdownGrace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    port.stopListening();
    if (!drained) {
      streams.stopAll();
    }
    resources.close();
  }
}
