package io.azof.server.statement;

/** What a run is at. */
public enum RunState {
  /** It waits for its turn and has not begun to work. */
  QUEUED,
  /** It works. */
  RUNNING,
  /** It waits for its client to take more. */
  WAITING_FOR_CLIENT
}
