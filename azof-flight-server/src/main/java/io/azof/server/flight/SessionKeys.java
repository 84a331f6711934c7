package io.azof.server.flight;

import io.azof.server.security.Principal;
import java.util.Optional;

/**
 * Tells calls of one client from those of others: by the cookie that it was given, else by its
 * login. The login alone would not do for clients that share one, and some clients keep no cookies.
 * A client that has neither has no session.
 */
final class SessionKeys {
  private SessionKeys() {}

  /**
   * The key of the session that a call belongs to.
   *
   * @param cookie what the client was given for its calls
   * @param login which login the call belongs to, as nobody else can say
   * @param principal whose session it is: a cookie is worth nothing to others
   */
  static Optional<String> of(
      Optional<SessionCookie> cookie, Optional<String> login, Principal principal) {
    return cookie
        .map(known -> "cookie of " + principal.name() + " " + known.id())
        .or(() -> login.map(id -> "login of " + principal.name() + " " + id));
  }

  /** Whose session it is; a name of a user has no spaces. */
  static String owner(String key) {
    return key.split(" ", -1)[2];
  }
}
