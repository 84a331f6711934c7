package io.azof.storage.duckdb;

/**
 * Rows of which the next batch may take long to make. Whoever makes it can be told to give up,
 * which closing alone cannot do where it must wait for that.
 */
public interface Stoppable {

  /**
   * Makes the call that waits for a batch fail soon, and all that follow; from any thread, and more
   * than once. Gives nothing back: that is for closing.
   */
  void stop();
}
