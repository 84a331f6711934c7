package io.azof.storage.maintain;

import io.azof.storage.model.FileFacts;
import io.azof.storage.model.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which files can have a row in common, by what is known of them; pure. */
final class Overlaps {
  private Overlaps() {}

  /**
   * Groups of two files or more such that only files of the same group can share a row.
   *
   * @param files all with facts
   */
  static List<List<SoundFile>> groups(List<SoundFile> files) {
    List<List<SoundFile>> groups = new ArrayList<>();
    for (SoundFile file : files) {
      List<SoundFile> merged = new ArrayList<>();
      for (List<SoundFile> group : List.copyOf(groups)) {
        if (group.stream().anyMatch(other -> overlap(facts(file), facts(other)))) {
          merged.addAll(group);
          groups.remove(group);
        }
      }
      merged.add(file);
      groups.add(merged);
    }
    groups.removeIf(group -> group.size() < 2);
    return groups;
  }

  private static FileFacts facts(SoundFile file) {
    return Objects.requireNonNull(file.listed().file().facts());
  }

  private static boolean overlap(FileFacts one, FileFacts other) {
    return one.minSequence() <= other.maxSequence()
        && other.minSequence() <= one.maxSequence()
        && one.minEventTime().compareTo(other.maxEventTime()) <= 0
        && other.minEventTime().compareTo(one.maxEventTime()) <= 0
        && keys(one).touches(keys(other));
  }

  private static KeyRange keys(FileFacts facts) {
    return new KeyRange(facts.minKey(), facts.maxKey());
  }
}
