package io.azof.server.transport;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.KeepaliveConfig;
import io.azof.server.config.LimitsConfig;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The port that a server listens on, with Flight behind it, and the health service of gRPC ({@code
 * grpc.health.v1}), which anybody may ask without logging in.
 */
public final class ServerPort implements AutoCloseable {

  /** What gRPC takes for it. */
  private static final long NEVER = Long.MAX_VALUE;

  /** How long the last messages may take, once there is no more work. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final Server server;
  private final HealthStatusManager health;
  private volatile boolean serves = true;

  private ServerPort(Server server, HealthStatusManager health) {
    this.server = server;
    this.health = health;
  }

  /**
   * Listens; the receiver closes the port, and then the executor.
   *
   * @param flight the service, whose health is that of the server
   * @param executor runs the calls
   * @param calls counts those that it takes in
   * @throws AzofException {@code ARGUMENT_INVALID} when the port is taken
   */
  public static ServerPort open(
      InetSocketAddress address,
      SecureConnections connections,
      KeepaliveConfig keepalive,
      LimitsConfig limits,
      ServerServiceDefinition flight,
      Executor executor,
      RunningCalls calls) {
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus(flight.getServiceDescriptor().getName(), ServingStatus.SERVING);
    NettyServerBuilder grpc =
        NettyServerBuilder.forAddress(address)
            .executor(executor)
            .addService(flight)
            .addService(health.getHealthService())
            .addStreamTracerFactory(calls)
            .maxInboundMessageSize(limits.messageBytesMax())
            .maxInboundMetadataSize(limits.headerBytesMax())
            .keepAliveTime(
                keepalive.interval().isZero() ? NEVER : keepalive.interval().toMillis(),
                TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(keepalive.clientIntervalMin().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true);
    connections.configure(grpc);
    try {
      return new ServerPort(grpc.build().start(), health);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot listen on "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + "; is another server running there? Choose a free port with --port or server.port",
          e);
    }
  }

  /** The number of the port. */
  public int number() {
    return server.getPort();
  }

  /** Whether it says that it takes new work. */
  public boolean serves() {
    return serves;
  }

  /** Says to whom asks for its health that this server should get no new work. */
  public synchronized void leave() {
    if (serves) {
      serves = false;
      health.enterTerminalState();
    }
  }

  /** Takes no new connections and no new calls; those that run go on. */
  public void stopListening() {
    server.shutdown();
  }

  /** Waits until the port is closed. */
  public void awaitClose() throws InterruptedException {
    server.awaitTermination();
  }

  /** Gives the last messages a moment, and ends all connections. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
