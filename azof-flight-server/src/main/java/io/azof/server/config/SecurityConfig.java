package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may use a server, and what for.
 *
 * @param usersFile the users with their passwords; empty: nobody logs in with one
 * @param tokenKeyFile the keys with which tokens are signed; empty: one that is forgotten with the
 *     process
 * @param tokenLifetime how long a token is good for
 * @param tokenAudience what tokens are for; servers with the same keys that are meant to accept
 *     each other's have the same
 * @param jwt whose tokens are a login, too; empty: nobody's
 * @param tls how the wire is encrypted; empty: it is not
 * @param certificateRights the rights of those who show a certificate and are no user of the file
 * @param readOnly whether nobody may change anything
 * @param readOnlyTables the names of tables that nobody may change
 * @param othersWithoutAuthentication whether other machines may reach a server where nobody needs
 *     to log in
 * @param othersWithoutEncryption whether other machines may reach a server that does not encrypt
 */
public record SecurityConfig(
    Optional<Path> usersFile,
    Optional<Path> tokenKeyFile,
    Duration tokenLifetime,
    String tokenAudience,
    Optional<JwtConfig> jwt,
    Optional<TlsConfig> tls,
    String certificateRights,
    boolean readOnly,
    List<String> readOnlyTables,
    boolean othersWithoutAuthentication,
    boolean othersWithoutEncryption) {

  /** Everybody who reaches the server is let in, and nobody else reaches it. */
  public static SecurityConfig defaults() {
    return from(Configuration.load(Optional.empty(), Map.of(), Map.of()));
  }

  static SecurityConfig from(Configuration configuration) {
    Duration lifetime = configuration.duration(Setting.AUTH_TOKEN_LIFETIME);
    if (lifetime.isZero()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The setting \"auth.token-lifetime\" "
              + configuration.source(Setting.AUTH_TOKEN_LIFETIME)
              + " must be more than zero");
    }
    return new SecurityConfig(
        configuration.file(Setting.AUTH_USERS_FILE),
        configuration.file(Setting.AUTH_TOKEN_KEY_FILE),
        lifetime,
        configuration.text(Setting.AUTH_TOKEN_AUDIENCE),
        JwtConfig.from(configuration),
        TlsConfig.from(configuration),
        configuration.text(Setting.AUTH_CERTIFICATE_RIGHTS),
        configuration.isOn(Setting.SERVER_READ_ONLY),
        configuration.list(Setting.SERVER_READ_ONLY_TABLES),
        configuration.isOn(Setting.SERVER_LET_OTHER_MACHINES_IN_WITHOUT_AUTHENTICATION),
        configuration.isOn(Setting.SERVER_LET_OTHER_MACHINES_IN_WITHOUT_ENCRYPTION));
  }

  /** Whether there is a way to log in but for a certificate. */
  public boolean logsInWithoutCertificate() {
    return usersFile.isPresent() || jwt.isPresent();
  }

  /** Whether clients have to say who they are. */
  public boolean authenticates() {
    return logsInWithoutCertificate() || tls.flatMap(TlsConfig::clientCa).isPresent();
  }

  /** Whether what goes over the wire can be read by nobody else. */
  public boolean encrypts() {
    return tls.isPresent();
  }
}
