package io.azof.server.transport;

import io.azof.server.security.TlsIdentity;
import io.azof.server.security.WatchedFile;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** Encryption for a server; what it needs is looked up again for each new connection. */
final class TlsContext {
  private TlsContext() {}

  /**
   * @param identity what the server shows, and whom it trusts
   * @param clientAuth whether clients have to show a certificate
   */
  static SslContext of(WatchedFile<TlsIdentity> identity, ClientCertificates clientAuth) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(new ReloadedKey(identity))
              .protocols("TLSv1.3", "TLSv1.2")
              .clientAuth(
                  switch (clientAuth) {
                    case NONE -> ClientAuth.NONE;
                    case ACCEPTED -> ClientAuth.OPTIONAL;
                    case REQUIRED -> ClientAuth.REQUIRE;
                  });
      if (clientAuth != ClientCertificates.NONE) {
        builder.trustManager(new ReloadedTrust(identity));
      }
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether clients show certificates. */
  enum ClientCertificates {
    /** They are not asked to. */
    NONE,
    /** They may, instead of another login. */
    ACCEPTED,
    /** They must: there is no other login. */
    REQUIRED
  }
}
