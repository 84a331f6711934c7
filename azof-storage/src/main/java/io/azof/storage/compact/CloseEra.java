package io.azof.storage.compact;

import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.MergeRule;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.TimeRange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends the open era and starts another one after it, with a full base.
 *
 * @param root as it was planned for
 * @param path the open segments below the root down to the leaf: the era itself in most tables
 * @param boundary the start of the new era
 * @param deltas those of the leaf that are no patches, in their order of precedence
 * @param mergesDeltas whether they are made one; else there is just one, which stays
 * @param leavesRows whether there may be rows at or after the boundary, which go into a delta of
 *     the new era
 * @param deletesFrom tombstones before this are not in the new base; null: all are
 */
record CloseEra(
    Segment root,
    List<Segment> path,
    EventTime boundary,
    List<DeltaFile> deltas,
    boolean mergesDeltas,
    boolean leavesRows,
    @Nullable EventTime deletesFrom,
    long rows)
    implements CompactionStep {

  CloseEra {
    path = List.copyOf(path);
    deltas = List.copyOf(deltas);
  }

  private Segment leaf() {
    return path.get(path.size() - 1);
  }

  private EventTime end() {
    return new EventTime(boundary.epochMillis() - 1);
  }

  @Override
  public List<FileTask> tasks() {
    List<FileTask> tasks = new ArrayList<>();
    long end = end().epochMillis();
    if (mergesDeltas) {
      tasks.add(
          new FileTask(
              false,
              MergeRule.EVERY_VERSION,
              deltas.stream().map(delta -> FilePart.until(delta.file(), end)).toList()));
    }
    if (leavesRows) {
      tasks.add(
          new FileTask(
              false,
              MergeRule.EVERY_VERSION,
              deltas.stream()
                  .map(delta -> new FilePart(delta.file(), end + 1, Long.MAX_VALUE, true))
                  .toList()));
    }
    tasks.add(
        new FileTask(
            true,
            MergeRule.NEWEST,
            stateFiles().map(file -> FilePart.until(file, end)).toList(),
            deletesFrom));
    return tasks;
  }

  /** All files of the path below the root, in their order of precedence. */
  private Stream<DataFile> stateFiles() {
    List<DataFile> files = new ArrayList<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      Segment segment = path.get(i);
      SegmentTree.happenings(segment).forEach(delta -> files.add(delta.file()));
      SegmentTree.patches(segment).forEach(patch -> files.add(patch.file()));
      if (segment.base() != null) {
        files.add(segment.base());
      }
    }
    return files.stream();
  }

  /**
   * Deltas that have come to the leaf meanwhile were not looked at. One that lies behind the
   * boundary goes to the new era, another one to the root, where every time at or after its rows'
   * sees it.
   */
  @Override
  public List<Segment> apply(List<Segment> roots, List<Optional<DataFile>> made) {
    Segment currentRoot =
        SegmentTree.require(roots, root, found -> roots.contains(found) && found.range().isOpen());
    Iterator<Optional<DataFile>> files = made.iterator();
    Optional<DataFile> merged = mergesDeltas ? files.next() : Optional.empty();
    Optional<DataFile> later = leavesRows ? files.next() : Optional.empty();
    Optional<DataFile> base = files.next();

    List<DeltaFile> come = new ArrayList<>();
    List<Segment> children = closed(currentRoot.children(), 0, merged, come);
    List<DeltaFile> behind =
        come.stream().filter(d -> d.range().start().compareTo(boundary) >= 0).toList();
    Segment era =
        new Segment(
            "era-" + boundary,
            new TimeRange(boundary, null),
            base.orElse(null),
            Stream.concat(SegmentTree.delta(later), behind.stream()).toList(),
            List.of());
    List<Segment> all = new ArrayList<>(children);
    all.add(era);
    come.removeAll(behind);
    List<DeltaFile> ofRoot = Stream.concat(currentRoot.deltas().stream(), come.stream()).toList();
    return SegmentTree.replace(
        roots, currentRoot, found -> found.withDeltas(ofRoot).withChildren(all));
  }

  /**
   * One level of the path after the other, each looked for only there: segments of one start may
   * lie in each other, and without bases nothing else tells them apart.
   *
   * @param come gets the deltas that were not planned for
   */
  private List<Segment> closed(
      List<Segment> siblings, int level, Optional<DataFile> merged, List<DeltaFile> come) {
    Segment planned = path.get(level);
    List<DeltaFile> read = planned.deltas();
    Segment current =
        SegmentTree.require(
            siblings,
            planned,
            found ->
                siblings.contains(found)
                    && found.range().isOpen()
                    && found.deltas().containsAll(read));
    boolean isLeaf = level == path.size() - 1;
    come.addAll(SegmentTree.without(current.deltas(), read));
    Segment closed =
        closed(current)
            .withDeltas(isLeaf && mergesDeltas ? closed(planned, merged) : read)
            .withChildren(
                isLeaf ? current.children() : closed(current.children(), level + 1, merged, come));
    return SegmentTree.replace(siblings, current, found -> closed);
  }

  private List<DeltaFile> closed(Segment planned, Optional<DataFile> merged) {
    return Stream.concat(SegmentTree.delta(merged), SegmentTree.patches(planned).stream()).toList();
  }

  private Segment closed(Segment segment) {
    return segment.withRange(new TimeRange(segment.range().start(), end()));
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("close era \"")
            .append(leaf().id())
            .append("\" before ")
            .append(boundary)
            .append(" and start another there with a full base: ")
            .append(rows)
            .append(" rows since the last base");
    if (mergesDeltas) {
      text.append(", ").append(deltas.size()).append(" deltas merged into one");
    }
    if (leavesRows) {
      text.append("; later rows go on in the new era");
    }
    return text.toString();
  }
}
