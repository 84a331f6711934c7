package io.azof.cli;

import io.azof.error.ErrorCode;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;

  /** What {@code azof check} ends with when a table has faults. */
  static final int FAULTS = 1;

  private ExitCode() {}

  /** The exit code of a kind of error; the table of it stands in {@code azof --help}. */
  static int of(ErrorCode.Category category) {
    return switch (category) {
      case INTERNAL -> 1;
      case INVALID -> 2;
      case NOT_FOUND -> 3;
      case CORRUPT -> 4;
      case UNSUPPORTED -> 5;
      case CONFLICT -> 6;
      case UNAVAILABLE -> 7;
      case LIMIT -> 8;
      case UNAUTHENTICATED -> 9;
      case FORBIDDEN -> 10;
      case CANCELLED -> 130;
    };
  }
}
