package io.azof.server.security;

import java.util.Optional;

/**
 * A call may go on.
 *
 * @param principal on whose behalf
 * @param login which login it belongs to, a text that nobody can guess and that stays the same when
 *     the token is renewed; empty when each call logs in by itself
 * @param authorization what to send back in the header of that name: a new token
 */
public record Admission(
    Principal principal, Optional<String> login, Optional<String> authorization) {
  /** Whether it is the call itself that logs in, and its token the first one. */
  public boolean isLogin() {
    return login.isEmpty() && authorization.isPresent();
  }
}
