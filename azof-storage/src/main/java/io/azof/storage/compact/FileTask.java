package io.azof.storage.compact;

import io.azof.storage.compact.merge.MergeRule;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data file to be made of others. It may turn out to have no rows; then there is none.
 *
 * @param isBase whether it is a base; else it is a delta
 * @param rule which rows it keeps
 * @param inputs in their order of precedence
 * @param deletesFrom tombstones before this are left out; null: none is
 */
record FileTask(
    boolean isBase, MergeRule rule, List<Input> inputs, @Nullable EventTime deletesFrom) {

  FileTask {
    inputs = List.copyOf(inputs);
  }

  FileTask(boolean isBase, MergeRule rule, List<Input> inputs) {
    this(isBase, rule, inputs, null);
  }

  /** From when on tombstones are kept, in epoch milliseconds. */
  long deletesFromMillis() {
    return deletesFrom == null ? Long.MIN_VALUE : deletesFrom.epochMillis();
  }

  /** The least sequence that a row of the file can have. */
  long minSequence() {
    return emitted().mapToLong(DataFile::minSequence).min().orElse(0);
  }

  /** The greatest sequence that a row of the file can have. */
  long maxSequence() {
    return emitted().mapToLong(DataFile::maxSequence).max().orElse(0);
  }

  /** Whether a row of the file can be a tombstone. */
  boolean mayHaveDeletes() {
    return emitted().map(DataFile::facts).anyMatch(facts -> facts != null && facts.deletes() > 0);
  }

  private Stream<DataFile> emitted() {
    return inputs.stream().filter(Input::emits).map(Input::file);
  }

  /**
   * A file that goes into another, or part of it.
   *
   * @param minMillis the least event time that a row may have to take part, in epoch milliseconds
   * @param maxMillis the greatest
   * @param emits whether its rows go into the file; else they only keep older ones out of it
   */
  record Input(DataFile file, long minMillis, long maxMillis, boolean emits) {

    static Input all(DataFile file) {
      return new Input(file, Long.MIN_VALUE, Long.MAX_VALUE, true);
    }

    static Input until(DataFile file, long maxMillis) {
      return new Input(file, Long.MIN_VALUE, maxMillis, true);
    }
  }
}
