package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.Optional;

/** How it ended that somebody wanted to come in. */
public enum LoginOutcome {
  /** Somebody logged in, with a password or by a call that only logs in. */
  SUCCEEDED,
  /** A name, a password, a certificate or a token was wrong, or there was none. */
  FAILED,
  /** It was not looked at, because too many had failed before. */
  PAUSED;

  /** The outcome that an error means; empty when it says nothing about who wants to come in. */
  public static Optional<LoginOutcome> of(RuntimeException error) {
    if (!(error instanceof AzofException refusal)) {
      return Optional.empty();
    }
    if (refusal.code() == ErrorCode.LOGIN_FAILED) {
      return Optional.of(FAILED);
    }
    return refusal.code() == ErrorCode.LIMIT_REACHED ? Optional.of(PAUSED) : Optional.empty();
  }
}
