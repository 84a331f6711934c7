package io.azof.server.statement;

/** Is told of each run of a statement, on its thread: it must be quick. */
public interface RunObserver {
  /** A run came, and may have to wait for its turn. */
  default void began(StatementFacts statement) {}

  /** A run is over. Each one that began ends, once. */
  default void ended(EndedStatement statement) {}
}
