package io.azof.storage.snapshot.protocol;

/**
 * One attempt at one commit.
 *
 * @param writer 'A' or 'B'
 * @param commit the number of the writer's commit, from 1
 * @param attempt how often it was tried before, after conflicts
 */
record CommitId(char writer, int commit, int attempt) {
  @Override
  public String toString() {
    return "" + writer + commit + (attempt == 0 ? "" : "'".repeat(attempt));
  }
}
