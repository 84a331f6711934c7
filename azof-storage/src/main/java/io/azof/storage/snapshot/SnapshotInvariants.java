package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a version before it is committed. Faults that the current version has already,
 * as tables of version 1 of the format may, can stay; a commit must not bring new ones.
 */
public final class SnapshotInvariants {
  private final ObjectStore store;

  SnapshotInvariants(ObjectStore store) {
    this.store = store;
  }

  /**
   * @param current the version that is followed; null for a table's first
   * @throws AzofException {@code INTERNAL} that names an invariant that does not hold, or {@code
   *     DATA_FILE_MISSING}
   */
  void require(String table, @Nullable Snapshot current, Snapshot next) {
    violation(current, next)
        .ifPresent(
            violation -> {
              throw new AzofException(
                  ErrorCode.INTERNAL,
                  "Version "
                      + next.version()
                      + " of table \""
                      + table
                      + "\" was not committed, because it breaks the rule that "
                      + violation.invariant()
                      + ": "
                      + violation.what());
            });
    LineageInvariants.newFiles(current, next).forEach(file -> requireStored(table, next, file));
  }

  /**
   * The first fault that the next version would bring. A rollback brings none: faults that version
   * 1 made and a compaction has mended since come back with what it brings back.
   */
  static Optional<Violation> violation(@Nullable Snapshot current, Snapshot next) {
    List<Violation> faults =
        isRollback(next) ? new ArrayList<>() : new ArrayList<>(ofItself(next).toList());
    if (!faults.isEmpty() && current != null) {
      faults.removeAll(ofItself(current).toList());
    }
    return Stream.concat(LineageInvariants.violations(current, next), faults.stream()).findFirst();
  }

  private static boolean isRollback(Snapshot next) {
    return next.lineage() != null && next.lineage().operation().equals(Operation.ROLLBACK);
  }

  /** The faults of a version, whatever was before it. */
  public static Stream<Violation> ofItself(Snapshot snapshot) {
    return Stream.concat(TreeInvariants.violations(snapshot), FileInvariants.violations(snapshot));
  }

  /**
   * The faults of a version as one that follows another.
   *
   * @param next with a lineage
   */
  public static Stream<Violation> ofSuccession(Snapshot current, Snapshot next) {
    return LineageInvariants.violations(current, next);
  }

  /** One small read says whether the file is there and as long as it should be. */
  private void requireStored(String table, Snapshot next, DataFile file) {
    FileFacts facts = file.facts();
    long lastByte = facts == null ? 0 : facts.bytes() - 1;
    Optional<byte[]> end = store.readRange(ObjectNames.dataFile(table, file.name()), lastByte, 2);
    if (end.isPresent() && (facts == null || end.get().length == 1)) {
      return;
    }
    throw new AzofException(
        ErrorCode.DATA_FILE_MISSING,
        "Version "
            + next.version()
            + " of table \""
            + table
            + "\" was not committed, because its data file \""
            + file.name()
            + "\" "
            + (end.isEmpty() || facts == null
                ? "does not exist"
                : "is not of " + facts.bytes() + " bytes"));
  }
}
