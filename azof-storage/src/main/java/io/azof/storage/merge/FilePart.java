package io.azof.storage.merge;

import io.azof.storage.model.DataFile;

/**
 * A file that goes into a merge, or part of it.
 *
 * @param minMillis the least event time that a row may have to take part, in epoch milliseconds
 * @param maxMillis the greatest
 * @param emits whether its rows are in the result; else they only keep older ones out of it
 */
public record FilePart(DataFile file, long minMillis, long maxMillis, boolean emits) {

  public static FilePart all(DataFile file) {
    return new FilePart(file, Long.MIN_VALUE, Long.MAX_VALUE, true);
  }

  public static FilePart until(DataFile file, long maxMillis) {
    return new FilePart(file, Long.MIN_VALUE, maxMillis, true);
  }
}
