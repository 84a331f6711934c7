package io.azof.server.statement;

/** How a run ended. */
public enum RunOutcome {
  /** Whole. */
  OK,
  /** With an error. */
  FAILED,
  /** Its client gave up, or went away. */
  CANCELLED,
  /** Somebody ended it. */
  KILLED,
  /** It took longer than it may. */
  TIMED_OUT
}
