package io.azof.storage.merge;

import org.apache.arrow.memory.BufferAllocator;

/**
 * One of the inputs of a merge.
 *
 * @param label what to call it in an error
 * @param opening opens its rows
 * @param sequence of all its rows, when they have no column {@code _seq}
 * @param minMillis the least event time that a row may have to take part, in epoch milliseconds
 * @param maxMillis the greatest
 * @param emits whether its rows are in the result; those of other sources only keep older rows out,
 *     and need no columns but the key, the event time and the sequence
 */
public record MergeSource(
    String label, Opening opening, long sequence, long minMillis, long maxMillis, boolean emits) {

  /** Opens rows; the receiver closes them. */
  @FunctionalInterface
  public interface Opening {
    SourceRows openRows(BufferAllocator allocator);
  }
}
