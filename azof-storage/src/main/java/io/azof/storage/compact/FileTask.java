package io.azof.storage.compact;

import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.MergeRule;
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
    boolean isBase, MergeRule rule, List<FilePart> inputs, @Nullable EventTime deletesFrom) {

  FileTask {
    inputs = List.copyOf(inputs);
  }

  FileTask(boolean isBase, MergeRule rule, List<FilePart> inputs) {
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
    return inputs.stream().filter(FilePart::emits).map(FilePart::file);
  }
}
