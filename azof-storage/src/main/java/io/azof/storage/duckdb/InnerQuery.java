package io.azof.storage.duckdb;

import java.io.IOException;

/**
 * Rows that take a query of their own. The query that reads them has it run before itself, since
 * its threads, while they wait for rows, leave none to the other one; and stops both.
 */
public interface InnerQuery {

  /**
   * Makes what must be there before the first batch. Need not be called; at most once, by the
   * thread that reads or before it.
   *
   * @throws IOException or an AzofException, as reading
   */
  default void start() throws IOException {}

  /**
   * Makes the call that waits for a batch fail soon, and all that follow; from any thread, and more
   * than once. Gives nothing back: that is for closing.
   */
  void stop();
}
