package io.azof.server.session;

import io.azof.sql.catalog.SessionSettings;

/**
 * What a session has set, as its client or the server knows it.
 *
 * @param revision how often that has changed: of two states, the one of more changes holds
 */
public record SessionState(long revision, SessionSettings settings) {
  /** Of a session that has never set anything. */
  public static final SessionState NEW = new SessionState(0, SessionSettings.NONE);

  boolean isNewerThan(SessionState other) {
    return revision > other.revision;
  }
}
