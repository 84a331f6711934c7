package io.azof.storage.compact;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When a table's files are rewritten: what its properties that start with {@code compaction.} say,
 * docs/FORMAT.md, Compaction. It trades storage for reading: sizes decide, not a clock.
 *
 * @param baseRatio a new era is started when the open one has that many rows of deltas for each row
 *     of its base; a finite number above 0
 * @param deltaFilesMax how many deltas of about one size a segment may have before they are merged;
 *     at least 1
 * @param deltaBytes below this a delta is small, and so many bytes of small ones are merged however
 *     few they are; at least 1
 * @param lateRatio late rows are folded when there are that many for each row of the newest base; 0
 *     or more
 * @param lateFilesMax how many files of late rows a table may have before they are folded
 * @param eraRowsMin an era is never closed with fewer rows of deltas; at least 1
 */
public record CompactionPolicy(
    double baseRatio,
    int deltaFilesMax,
    long deltaBytes,
    double lateRatio,
    int lateFilesMax,
    long eraRowsMin) {

  /** What the names of the properties start with. */
  public static final String PREFIX = "compaction.";

  /** The policy of a table that says nothing. */
  public static final CompactionPolicy DEFAULT =
      new CompactionPolicy(1.0, 8, 64L << 20, 0.10, 4, 100_000);

  private static final String BASE_RATIO = PREFIX + "base-ratio";
  private static final String DELTA_FILES_MAX = PREFIX + "delta-files-max";
  private static final String DELTA_BYTES = PREFIX + "delta-bytes";
  private static final String LATE_RATIO = PREFIX + "late-ratio";
  private static final String LATE_FILES_MAX = PREFIX + "late-files-max";
  private static final String ERA_ROWS_MIN = PREFIX + "era-rows-min";
  private static final List<String> NAMES =
      List.of(BASE_RATIO, DELTA_FILES_MAX, DELTA_BYTES, LATE_RATIO, LATE_FILES_MAX, ERA_ROWS_MIN);

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for a number out of its range
   */
  public CompactionPolicy {
    require(baseRatio > 0 && Double.isFinite(baseRatio), BASE_RATIO, baseRatio, "above 0");
    require(deltaFilesMax >= 1, DELTA_FILES_MAX, deltaFilesMax, "at least 1");
    require(deltaBytes >= 1, DELTA_BYTES, deltaBytes, "at least 1");
    require(lateRatio >= 0 && Double.isFinite(lateRatio), LATE_RATIO, lateRatio, "0 or more");
    require(lateFilesMax >= 0, LATE_FILES_MAX, lateFilesMax, "0 or more");
    require(eraRowsMin >= 1, ERA_ROWS_MIN, eraRowsMin, "at least 1");
  }

  /**
   * The policy that a table's properties ask for; what they do not name is as in {@link #DEFAULT}.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for a property that starts with {@code
   *     compaction.} and is not known, or a value that is no number of its range
   */
  public static CompactionPolicy of(Map<String, String> properties) {
    Set<String> unknown = new TreeSet<>(properties.keySet());
    unknown.removeIf(name -> !name.startsWith(PREFIX));
    unknown.removeAll(new HashSet<>(NAMES));
    if (!unknown.isEmpty()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "There is no property \""
              + unknown.iterator().next()
              + "\"; those of compaction are "
              + String.join(", ", NAMES));
    }
    return new CompactionPolicy(
        number(properties, BASE_RATIO, DEFAULT.baseRatio, Double::valueOf),
        number(properties, DELTA_FILES_MAX, DEFAULT.deltaFilesMax, Integer::valueOf),
        number(properties, DELTA_BYTES, DEFAULT.deltaBytes, Long::valueOf),
        number(properties, LATE_RATIO, DEFAULT.lateRatio, Double::valueOf),
        number(properties, LATE_FILES_MAX, DEFAULT.lateFilesMax, Integer::valueOf),
        number(properties, ERA_ROWS_MIN, DEFAULT.eraRowsMin, Long::valueOf));
  }

  private static <T> T number(
      Map<String, String> properties, String name, T preset, Function<String, T> reading) {
    @Nullable String text = properties.get(name);
    if (text == null) {
      return preset;
    }
    try {
      return reading.apply(text.strip());
    } catch (NumberFormatException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The property \"" + name + "\" is \"" + text + "\", which is not a number of its kind",
          e);
    }
  }

  private static void require(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The property \"" + name + "\" is " + value + ", but must be " + range);
    }
  }
}
