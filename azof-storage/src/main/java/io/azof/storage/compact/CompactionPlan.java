package io.azof.storage.compact;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a compaction does, or that there is nothing to do. A value, made without reading a row; it
 * prints itself.
 *
 * @param version the version that it was made for
 * @param steps what is done, all in one commit; no two of them touch the same files
 * @param notes what was looked at and left alone, and why
 * @param before what the layout costs now
 * @param after at most what it will cost
 */
public record CompactionPlan(
    long version,
    List<CompactionStep> steps,
    List<String> notes,
    Amplification before,
    Amplification after) {

  public CompactionPlan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** The files to make, those of the first step first. */
  List<FileTask> tasks() {
    return steps.stream().flatMap(step -> step.tasks().stream()).toList();
  }

  /**
   * The tree when all is done.
   *
   * @see CompactionStep#apply
   */
  List<Segment> apply(List<Segment> roots, List<Optional<DataFile>> made) {
    List<Segment> applied = roots;
    int from = 0;
    for (CompactionStep step : steps) {
      int to = from + step.tasks().size();
      applied = step.apply(applied, made.subList(from, to));
      from = to;
    }
    return applied;
  }

  /** Several lines. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("compaction of version " + version);
    steps.forEach(step -> lines.add("  " + step));
    if (isEmpty()) {
      lines.add("  nothing to do");
    }
    notes.forEach(note -> lines.add("  left alone: " + note));
    lines.add("  now: " + before);
    if (!isEmpty()) {
      lines.add("  then at most: " + after);
    }
    return String.join("\n", lines) + "\n";
  }
}
