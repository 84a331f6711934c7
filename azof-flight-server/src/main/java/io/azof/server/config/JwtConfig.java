package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are a login, too: those of an identity provider, in the form of a JWT.
 *
 * @param issuer who must have made a token
 * @param audience for what a token must be
 * @param keys where the provider publishes its keys, as a JWK set
 * @param nameClaim which claim is the name of the user
 * @param rightsClaim which claim says what the user may do
 */
public record JwtConfig(
    String issuer, String audience, URI keys, String nameClaim, String rightsClaim) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} when only a part of it is given, or the keys
   *     would be fetched without encryption
   */
  static Optional<JwtConfig> from(Configuration configuration) {
    List<Optional<String>> given =
        List.of(
            configuration.optional(Setting.AUTH_JWT_ISSUER),
            configuration.optional(Setting.AUTH_JWT_AUDIENCE),
            configuration.optional(Setting.AUTH_JWT_KEYS));
    if (given.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    if (given.stream().anyMatch(Optional::isEmpty)) {
      throw invalid(
          "The settings \"auth.jwt-issuer\", \"auth.jwt-audience\" and \"auth.jwt-keys\" need each"
              + " other; one of them is missing");
    }
    return Optional.of(
        new JwtConfig(
            given.get(0).orElseThrow(),
            given.get(1).orElseThrow(),
            address(given.get(2).orElseThrow()),
            configuration.text(Setting.AUTH_JWT_NAME_CLAIM),
            configuration.text(Setting.AUTH_JWT_RIGHTS_CLAIM)));
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text);
      boolean isEncrypted = "https".equals(address.getScheme());
      boolean isHere = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
      if (address.getHost() != null && (isEncrypted || isHere)) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw invalid(
        "The setting \"auth.jwt-keys\" is \""
            + text
            + "\"; it must be of the form https://HOST/PATH (http only for this machine)");
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}
