package io.azof.server.transport;

import io.azof.server.config.SecurityConfig;
import io.azof.server.config.TlsConfig;
import io.azof.server.security.TlsIdentity;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** Connections that are encrypted, where the configuration says so, and whose peers are known. */
public final class SecureConnections {
  private final Optional<SslContext> tls;

  private SecureConnections(Optional<SslContext> tls) {
    this.tls = tls;
  }

  /**
   * @throws io.azof.error.AzofException {@code ARGUMENT_INVALID} when a certificate or a key is
   *     wrong
   */
  public static SecureConnections of(SecurityConfig config) {
    return new SecureConnections(
        config
            .tls()
            .map(tls -> TlsContext.of(TlsIdentity.watch(tls), clientCertificates(tls, config))));
  }

  private static TlsContext.ClientCertificates clientCertificates(
      TlsConfig tls, SecurityConfig config) {
    if (tls.clientCa().isEmpty()) {
      return TlsContext.ClientCertificates.NONE;
    }
    return config.logsInWithoutCertificate()
        ? TlsContext.ClientCertificates.ACCEPTED
        : TlsContext.ClientCertificates.REQUIRED;
  }

  /** Makes the connections of a server such ones. */
  void configure(NettyServerBuilder grpc) {
    grpc.addStreamTracerFactory(new CallPeers());
    tls.ifPresent(grpc::sslContext);
  }
}
