package io.azof.storage.compact;

import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.MergeRule;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves late rows from the deltas of a segment with children into the children: each into a delta
 * of the child that covers its event time and, where a later child's state at its start has nothing
 * as new of its key, into that one's patch.
 *
 * @param parent as it was planned for
 * @param lateFiles the deltas whose rows move, in their order of precedence
 * @param movableFrom from here on the children cover all that the parent does; older rows stay
 * @param targets the children from there on, in the order of time
 */
record FoldLateRows(
    Segment parent,
    List<DeltaFile> lateFiles,
    EventTime movableFrom,
    List<Target> targets,
    long rows,
    boolean leavesRows)
    implements CompactionStep {

  FoldLateRows {
    lateFiles = List.copyOf(lateFiles);
    targets = List.copyOf(targets);
  }

  /**
   * A child, and what it may get.
   *
   * @param takesRows whether there may be late rows of event times that it covers
   * @param mergedDeltas small deltas of it that are merged with them
   * @param needsPatch whether there may be late rows from before its start
   */
  record Target(
      Segment child, boolean takesRows, List<DeltaFile> mergedDeltas, boolean needsPatch) {

    Target {
      mergedDeltas = List.copyOf(mergedDeltas);
    }

    private List<DeltaFile> replaced() {
      return Stream.concat(
              takesRows ? mergedDeltas.stream() : Stream.of(),
              needsPatch ? SegmentTree.patches(child).stream() : Stream.of())
          .toList();
    }
  }

  @Override
  public List<FileTask> tasks() {
    List<FileTask> tasks = new ArrayList<>();
    long movableMillis = movableFrom.epochMillis();
    if (leavesRows) {
      tasks.add(
          new FileTask(
              false, MergeRule.EVERY_VERSION, late(Long.MIN_VALUE, movableMillis - 1).toList()));
    }
    for (Target target : targets) {
      long start = SegmentTree.startMillis(target.child());
      if (target.takesRows()) {
        Stream<FilePart> own = target.mergedDeltas().stream().map(d -> FilePart.all(d.file()));
        tasks.add(
            new FileTask(
                false,
                MergeRule.EVERY_VERSION,
                Stream.concat(late(start, SegmentTree.endMillis(target.child())), own).toList()));
      }
      if (target.needsPatch()) {
        tasks.add(
            new FileTask(false, MergeRule.NEWEST, patchInputs(target.child(), movableMillis)));
      }
    }
    return tasks;
  }

  /** The base only keeps rows out; first, so that it does for a row that it has itself. */
  private List<FilePart> patchInputs(Segment child, long movableMillis) {
    long start = SegmentTree.startMillis(child);
    List<FilePart> inputs = new ArrayList<>();
    if (child.base() != null) {
      inputs.add(new FilePart(child.base(), Long.MIN_VALUE, start, false));
    }
    SegmentTree.patches(child).forEach(patch -> inputs.add(FilePart.all(patch.file())));
    late(movableMillis, start - 1).forEach(inputs::add);
    return inputs;
  }

  private Stream<FilePart> late(long minMillis, long maxMillis) {
    return lateFiles.stream().map(late -> new FilePart(late.file(), minMillis, maxMillis, true));
  }

  @Override
  public List<Segment> apply(List<Segment> roots, List<Optional<DataFile>> made) {
    Segment current =
        SegmentTree.require(roots, parent, found -> found.deltas().containsAll(lateFiles));
    Iterator<Optional<DataFile>> files = made.iterator();
    Stream<DeltaFile> left = leavesRows ? SegmentTree.delta(files.next()) : Stream.of();
    List<DeltaFile> deltas = SegmentTree.exchanged(current.deltas(), lateFiles, left);
    List<Segment> children = current.children();
    for (Target target : targets) {
      Stream<DeltaFile> rows = target.takesRows() ? SegmentTree.delta(files.next()) : Stream.of();
      Stream<DeltaFile> patch =
          target.needsPatch()
              ? SegmentTree.patch(files.next(), target.child().range().start())
              : Stream.of();
      children = withFiles(children, target, Stream.concat(rows, patch));
    }
    requireSameChildren(children);
    List<Segment> folded = children;
    return SegmentTree.replace(
        roots, current, found -> found.withDeltas(deltas).withChildren(folded));
  }

  private static List<Segment> withFiles(
      List<Segment> children, Target target, Stream<DeltaFile> added) {
    Segment current =
        SegmentTree.require(
            children, target.child(), found -> found.deltas().containsAll(target.replaced()));
    return SegmentTree.replace(
        children,
        current,
        found -> found.withDeltas(SegmentTree.exchanged(found.deltas(), target.replaced(), added)));
  }

  /** A child that was not there when this was planned would lack a patch. */
  private void requireSameChildren(List<Segment> children) {
    if (children.size() != parent.children().size()) {
      SegmentTree.require(List.of(), parent, found -> false);
    }
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("fold ")
            .append(rows)
            .append(rows == 1 ? " late row" : " late rows")
            .append(" of ")
            .append(lateFiles.size())
            .append(lateFiles.size() == 1 ? " file" : " files")
            .append(" of segment \"")
            .append(parent.id())
            .append("\" into those below it: rows into ")
            .append(targets.stream().filter(Target::takesRows).count())
            .append(", patches into up to ")
            .append(targets.stream().filter(Target::needsPatch).count());
    if (leavesRows) {
      text.append("; rows from before ")
          .append(movableFrom)
          .append(" stay, because the segments below leave gaps after them");
    }
    return text.toString();
  }
}
