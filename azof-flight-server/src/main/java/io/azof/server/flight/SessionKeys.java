package io.azof.server.flight;

import io.azof.server.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.flight.CallHeaders;

/**
 * Tells calls of one client from those of others: by the cookie that it was given, else by its
 * login. The login alone would not do for clients that share one, and some clients keep no cookies.
 * A client that has neither has no session.
 */
final class SessionKeys {
  /** The name of the cookie. */
  static final String COOKIE = "azof-session";

  private SessionKeys() {}

  /**
   * The key of the session that a call belongs to.
   *
   * @param cookie what the client was given for its calls
   * @param login which login the call belongs to, as nobody else can say
   * @param principal whose session it is: a cookie is worth nothing to others
   */
  static Optional<String> of(Optional<String> cookie, Optional<String> login, Principal principal) {
    return cookie
        .map(id -> "cookie of " + principal.name() + " " + id)
        .or(() -> login.map(id -> "login of " + principal.name() + " " + id));
  }

  /** Whose session it is; a name of a user has no spaces. */
  static String owner(String key) {
    return key.split(" ", -1)[2];
  }

  /** The value of the cookie; clients join cookies by a semicolon, with a space or without. */
  static Optional<String> cookie(CallHeaders headers) {
    Iterable<String> lines = headers.getAll("cookie");
    if (lines == null) {
      return Optional.empty();
    }
    for (String line : lines) {
      Optional<String> value =
          Arrays.stream(line.split(";", -1))
              .map(String::strip)
              .filter(pair -> pair.startsWith(COOKIE + "="))
              .map(pair -> pair.substring(COOKIE.length() + 1))
              .filter(text -> !text.isEmpty())
              .findFirst();
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }
}
