package io.azof.storage.model;

/**
 * A data file that holds what happened within a segment.
 *
 * @param range the least and the greatest event time in it, as its writer declared them; of a patch
 *     the start of the segment, twice
 * @param isPatch whether it holds rows from before the segment's start that the segment's base
 *     lacks, because they came after the base was made
 */
public record DeltaFile(DataFile file, TimeRange range, boolean isPatch) {

  public DeltaFile {
    if (range.isOpen()) {
      throw new IllegalArgumentException("delta \"" + file.name() + "\" has no end");
    }
  }

  /** A file of which nothing more is said. */
  public DeltaFile(String name, TimeRange range) {
    this(new DataFile(name), range, false);
  }

  /** The object's name within the table's folder. */
  public String name() {
    return file.name();
  }
}
