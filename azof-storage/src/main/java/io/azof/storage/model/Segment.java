package io.azof.storage.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of a table's tree: a range of event time and the data files that hang on it.
 *
 * @param base the file that holds the state at the start of the range or, in a child, what changed
 *     since the parent's start; null when there is none
 * @param deltas what happened within the range, as listed
 * @param children finer ranges, as listed; the files of this segment belong to their state as well
 */
public record Segment(
    String id,
    TimeRange range,
    @Nullable DataFile base,
    List<DeltaFile> deltas,
    List<Segment> children) {

  public Segment {
    deltas = List.copyOf(deltas);
    children = List.copyOf(children);
  }

  /** The same segment with another range. */
  public Segment withRange(TimeRange newRange) {
    return new Segment(id, newRange, base, deltas, children);
  }

  /** The same segment with another base. */
  public Segment withBase(@Nullable DataFile newBase) {
    return new Segment(id, range, newBase, deltas, children);
  }

  /** The same segment with other deltas. */
  public Segment withDeltas(List<DeltaFile> newDeltas) {
    return new Segment(id, range, base, newDeltas, children);
  }

  /** The same segment with other children. */
  public Segment withChildren(List<Segment> newChildren) {
    return new Segment(id, range, base, deltas, newChildren);
  }

  /** This segment and all below it, parents first. */
  public Stream<Segment> walk() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Segment::walk));
  }

  /** The files that hang on this segment itself: its base, if there is one, then its deltas. */
  public Stream<DataFile> files() {
    return Stream.concat(Stream.ofNullable(base), deltas.stream().map(DeltaFile::file));
  }
}
