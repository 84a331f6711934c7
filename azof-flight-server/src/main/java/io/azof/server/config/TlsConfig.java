package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the wire is encrypted. All files are in PEM, and taken up again when they change.
 *
 * @param certificate the certificate of the server, with those that lead from it to one that
 *     clients trust
 * @param key the private key of that certificate
 * @param clientCa the certificates of those who sign certificates of clients; empty: clients show
 *     none
 */
public record TlsConfig(Path certificate, Path key, Optional<Path> clientCa) {

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} when only a part of it is given
   */
  static Optional<TlsConfig> from(Configuration configuration) {
    Optional<Path> certificate = configuration.file(Setting.SERVER_TLS_CERTIFICATE);
    Optional<Path> key = configuration.file(Setting.SERVER_TLS_KEY);
    Optional<Path> clientCa = configuration.file(Setting.SERVER_TLS_CLIENT_CA);
    if (certificate.isEmpty() && key.isEmpty() && clientCa.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The settings \"server.tls-certificate\" and \"server.tls-key\" need each other, and"
              + " \"server.tls-client-ca\" needs both; one of them is missing");
    }
    return Optional.of(new TlsConfig(certificate.get(), key.get(), clientCa));
  }
}
