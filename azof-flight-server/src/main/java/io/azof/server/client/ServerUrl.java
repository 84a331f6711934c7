package io.azof.server.client;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a server is, and how to log in, as the URL of the JDBC driver says it.
 *
 * @param properties by name in lower case
 */
record ServerUrl(String host, int port, Map<String, String> properties) {
  private static final String SCHEME = "jdbc:arrow-flight-sql://";

  /**
   * Reads a URL.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for what is none
   */
  static ServerUrl parse(String url) {
    if (!url.startsWith(SCHEME)) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The URL \"" + url + "\" must start with " + SCHEME);
    }
    try {
      URI uri = URI.create(url.substring("jdbc:".length()));
      if (uri.getHost() == null || uri.getPort() < 0) {
        throw new IllegalArgumentException("it names no host and port");
      }
      Map<String, String> properties = new TreeMap<>();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          properties.put(
              decoded(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
              decoded(pair.substring(equals + 1)));
        }
      }
      return new ServerUrl(uri.getHost(), uri.getPort(), properties);
    } catch (IllegalArgumentException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The URL must be of the form " + SCHEME + "HOST:PORT/?NAME=VALUE&…",
          e);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The value of a property; empty when it is not there. */
  Optional<String> property(String name) {
    return Optional.ofNullable(properties.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether the wire is encrypted, which is so unless the URL says otherwise. */
  boolean isEncrypted() {
    return !property("useEncryption").orElse("true").equals("false");
  }
}
