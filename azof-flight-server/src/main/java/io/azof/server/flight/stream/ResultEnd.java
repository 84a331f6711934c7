package io.azof.server.flight.stream;

import org.jspecify.annotations.Nullable;

/** Is told how a result ended. */
@FunctionalInterface
public interface ResultEnd {
  /** Nobody wants to know. */
  ResultEnd IGNORED = (rows, failure) -> {};

  /**
   * Called once, when nothing more is sent.
   *
   * @param rows how many were sent
   * @param failure why it is not whole; null when it is
   */
  void ended(long rows, @Nullable Throwable failure);
}
