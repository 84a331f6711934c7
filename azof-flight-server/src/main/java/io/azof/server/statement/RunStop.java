package io.azof.server.statement;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;

/**
 * Why a run is to end before it is done.
 *
 * @param outcome how it is then said to have ended
 * @param error what its client is told, if it is still there
 */
public record RunStop(RunOutcome outcome, RuntimeException error) {
  /**
   * The client gave up, or went away.
   *
   * @param isPastDeadline whether because the deadline has passed that it gave
   */
  public static RunStop byClient(boolean isPastDeadline) {
    return isPastDeadline ? byDeadline() : byClient();
  }

  private static RunStop byDeadline() {
    return new RunStop(
        RunOutcome.TIMED_OUT,
        new AzofException(
            ErrorCode.TIMED_OUT, "The deadline has passed that the client gave; ask for less"));
  }

  /** The client gave up, or went away. */
  static RunStop byClient() {
    return new RunStop(
        RunOutcome.CANCELLED,
        new AzofException(ErrorCode.CANCELLED, "The client cancelled the statement"));
  }

  /**
   * Somebody ended it.
   *
   * @param user who
   */
  public static RunStop byUser(String user) {
    return new RunStop(
        RunOutcome.KILLED,
        new AzofException(ErrorCode.CANCELLED, "The statement was ended by user \"" + user + "\""));
  }
}
