package io.azof.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * A data file that a snapshot lists.
 *
 * @param name the object's name within the table's folder
 * @param facts what the snapshot says of its content; null for files that version 1 of the format
 *     listed, of which nothing is said
 */
public record DataFile(String name, @Nullable FileFacts facts) {

  /** A file of which nothing is said. */
  public DataFile(String name) {
    this(name, null);
  }

  /** The least sequence that a row of it can have; 0 where nothing is said. */
  public long minSequence() {
    return facts == null ? 0 : facts.minSequence();
  }

  /** The greatest sequence that a row of it can have; 0 where nothing is said. */
  public long maxSequence() {
    return facts == null ? 0 : facts.maxSequence();
  }

  /** The schema that it was written with. */
  public int schemaId() {
    return facts == null ? 1 : facts.schemaId();
  }
}
