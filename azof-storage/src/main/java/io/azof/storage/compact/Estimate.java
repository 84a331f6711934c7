package io.azof.storage.compact;

import io.azof.storage.merge.FilePart;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import java.util.Optional;

/** What a task makes at most, as long as nobody has done it. */
final class Estimate {
  private Estimate() {}

  /** A file with all rows that its inputs may give; empty when they can give none. */
  static Optional<DataFile> of(FileTask task, FileMeasures measures) {
    long rows = 0;
    long bytes = 0;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (FilePart input : task.inputs()) {
      FileMeasure measure = measures.of(input.file());
      if (input.emits() && measure.reaches(input.minMillis(), input.maxMillis())) {
        rows += measure.rows();
        bytes += measure.bytes();
        min = Math.min(min, Math.max(measure.minMillis(), input.minMillis()));
        max = Math.max(max, Math.min(measure.maxMillis(), input.maxMillis()));
      }
    }
    if (rows == 0) {
      return Optional.empty();
    }
    FileFacts facts =
        new FileFacts(
            rows,
            Math.max(1, bytes),
            "",
            "",
            new EventTime(min),
            new EventTime(max),
            0,
            false,
            0,
            0,
            1,
            "00000000");
    return Optional.of(new DataFile("not made yet", facts));
  }
}
