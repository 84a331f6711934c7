package io.azof.server.transport;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.Configuration;
import io.azof.server.config.Setting;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Asks the server of this machine that was started with a configuration how it is, without a login:
 * over HTTP where that is on, else by the health service of gRPC. Nothing secret is sent, so that
 * with TLS any certificate will do.
 */
public final class HealthProbe {
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final Configuration configuration;

  public HealthProbe(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * What it says: {@code SERVING}, or another word.
   *
   * @throws AzofException {@code STORE_FAILED} when nobody answers; {@code ARGUMENT_INVALID} when
   *     the configuration leaves open which port it is
   */
  public String status() {
    Optional<Integer> metrics = configuration.port(Setting.METRICS_PORT);
    return metrics.isPresent()
        ? byHttp(address(Setting.METRICS_HOST), port(Setting.METRICS_PORT))
        : byGrpc(address(Setting.SERVER_HOST), port(Setting.SERVER_PORT));
  }

  private int port(Setting setting) {
    int port = configuration.number(setting).orElseThrow();
    if (port == 0) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Which port the server took cannot be known, because " + setting.key() + " is 0");
    }
    return port;
  }

  /** One that the server listens on also where it listens on all that there are. */
  private String address(Setting setting) {
    String host = configuration.text(setting);
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLoopbackAddress().getHostAddress()
          : host;
    } catch (UnknownHostException e) {
      throw unreachable(host, e);
    }
  }

  private static String byHttp(String host, int port) {
    URI uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    HttpRequest request = HttpRequest.newBuilder(uri.resolve("/health")).timeout(WAIT_MAX).build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body().strip();
    } catch (IOException e) {
      throw unreachable(host + ":" + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(host + ":" + port, e);
    }
  }

  private String byGrpc(String host, int port) {
    ManagedChannel channel = channel(host, port);
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus()
          .name();
    } catch (StatusRuntimeException e) {
      throw unreachable(host + ":" + port, e);
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel(String host, int port) {
    NettyChannelBuilder channel = NettyChannelBuilder.forAddress(host, port);
    if (configuration.file(Setting.SERVER_TLS_CERTIFICATE).isEmpty()) {
      return channel.usePlaintext().build();
    }
    try {
      return channel
          .sslContext(
              GrpcSslContexts.forClient()
                  .trustManager(InsecureTrustManagerFactory.INSTANCE)
                  .build())
          .build();
    } catch (SSLException e) {
      throw new AzofException(ErrorCode.INTERNAL, "TLS cannot be used on this machine", e);
    }
  }

  private static AzofException unreachable(String address, Exception cause) {
    return new AzofException(
        ErrorCode.STORE_FAILED,
        "The server at "
            + address
            + " does not say how it is; one that asks every client for a certificate does so only"
            + " with metrics.port",
        cause);
  }
}
