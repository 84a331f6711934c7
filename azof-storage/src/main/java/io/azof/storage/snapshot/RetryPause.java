package io.azof.storage.snapshot;

/** How one waits before trying again what somebody else, or the store, stood in the way of. */
@FunctionalInterface
public interface RetryPause {

  /** Does not wait. */
  RetryPause NONE = attempt -> {};

  /**
   * Waits on the calling thread; longer with each attempt, and not as long as others would.
   *
   * @param attempt the number of the attempt to come, from 2
   */
  void before(int attempt);
}
