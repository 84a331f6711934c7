package io.azof.storage.snapshot;

import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold between a version and the one that it follows. */
final class LineageInvariants {
  private LineageInvariants() {}

  /**
   * @param current the version that is followed; null for a table's first
   * @param next with a lineage
   */
  static Stream<Violation> violations(@Nullable Snapshot current, Snapshot next) {
    Lineage lineage = Objects.requireNonNull(next.lineage());
    Stream<Violation> ofAll =
        Stream.concat(
            retainedVersionsAreOfTheChain(next, lineage).stream(),
            newFilesAreNamedForTheirParent(current, next, lineage));
    if (current == null) {
      return Stream.concat(hasParent(lineage, 0).stream(), ofAll);
    }
    Stream<Violation> ofLater =
        Stream.of(
                hasParent(lineage, current.version()),
                expiredHistoryDoesNotComeBack(current, next),
                schemaIsNotRenumbered(current, next),
                columnIdsAreNotGivenTwice(current, next))
            .flatMap(Optional::stream);
    Stream<Violation> ofHistory =
        current.lineage() == null
            ? Stream.empty()
            : Stream.of(
                    tableIsTheSame(current.lineage(), lineage),
                    commitIsNew(current.lineage(), lineage),
                    commitTimesRise(current.lineage(), lineage),
                    retainedVersionsDoNotComeBack(current.lineage(), lineage))
                .flatMap(Optional::stream);
    return Stream.of(ofAll, ofLater, ofHistory).flatMap(violations -> violations);
  }

  private static Optional<Violation> hasParent(Lineage lineage, long parent) {
    return unless(
        lineage.parent() == parent,
        Invariant.VERSION_FOLLOWS_THE_CURRENT_ONE,
        "the parent is " + lineage.parent() + ", the current version " + parent);
  }

  private static Optional<Violation> tableIsTheSame(Lineage current, Lineage next) {
    return unless(
        current.tableId().equals(next.tableId()),
        Invariant.TABLE_KEEPS_ITS_ID,
        "it goes from " + current.tableId() + " to " + next.tableId());
  }

  private static Optional<Violation> commitIsNew(Lineage current, Lineage next) {
    return unless(
        !current.commitId().equals(next.commitId()),
        Invariant.COMMIT_ID_IS_NEW,
        "the id " + next.commitId() + " is the current version's");
  }

  private static Optional<Violation> commitTimesRise(Lineage current, Lineage next) {
    return unless(
        next.committedAt().isAfter(current.committedAt()),
        Invariant.COMMIT_TIMES_RISE,
        next.committedAt() + " follows " + current.committedAt());
  }

  private static Optional<Violation> retainedVersionsDoNotComeBack(Lineage current, Lineage next) {
    return unless(
        next.retainedFrom() >= current.retainedFrom(),
        Invariant.RETAINED_VERSIONS_DO_NOT_COME_BACK,
        "versions are retained from "
            + next.retainedFrom()
            + ", but were from "
            + current.retainedFrom());
  }

  private static Optional<Violation> expiredHistoryDoesNotComeBack(
      Snapshot current, Snapshot next) {
    return unless(
        !new HistoryFloor(next.eventTimeFloor())
            .isBelow(new HistoryFloor(current.eventTimeFloor())),
        Invariant.EXPIRED_HISTORY_DOES_NOT_COME_BACK,
        "the floor goes from "
            + current.eventTimeFloor()
            + (next.eventTimeFloor() == null ? " to none" : " to " + next.eventTimeFloor()));
  }

  private static Optional<Violation> retainedVersionsAreOfTheChain(Snapshot next, Lineage lineage) {
    boolean isThisOrParent =
        lineage.retainedFrom() == next.version() || lineage.retainedFrom() == lineage.parent();
    boolean isListed =
        lineage.history().stream().anyMatch(a -> a.version() == lineage.retainedFrom());
    boolean isBeforeTheList = lineage.history().size() == Lineage.HISTORY_MAX;
    return unless(
        isThisOrParent || isListed || isBeforeTheList,
        Invariant.RETAINED_VERSIONS_ARE_OF_THE_CHAIN,
        lineage.retainedFrom() + " is not");
  }

  private static Optional<Violation> schemaIsNotRenumbered(Snapshot current, Snapshot next) {
    boolean sameColumns = current.schema().columns().equals(next.schema().columns());
    return unless(
        next.schema().id() > current.schema().id()
            || (sameColumns && next.schema().id() == current.schema().id()),
        Invariant.CHANGED_SCHEMA_HAS_A_HIGHER_ID,
        "it goes from " + current.schema().id() + " to " + next.schema().id());
  }

  private static Optional<Violation> columnIdsAreNotGivenTwice(Snapshot current, Snapshot next) {
    return unless(
        next.schema().lastColumnId() >= current.schema().lastColumnId(),
        Invariant.COLUMN_ID_IS_NOT_GIVEN_TWICE,
        "the greatest id goes from "
            + current.schema().lastColumnId()
            + " back to "
            + next.schema().lastColumnId());
  }

  /**
   * What is removed as garbage goes by these names. A rollback lists files of a version that is
   * retained, so nobody may have removed them.
   */
  private static Stream<Violation> newFilesAreNamedForTheirParent(
      @Nullable Snapshot current, Snapshot next, Lineage lineage) {
    if (lineage.operation().equals(Operation.ROLLBACK)) {
      return Stream.empty();
    }
    return newFiles(current, next)
        .filter(file -> ObjectNames.writtenAgainst(file.name()).orElse(-1) != lineage.parent())
        .map(
            file ->
                new Violation(
                    Invariant.NEW_FILE_IS_NAMED_FOR_ITS_PARENT,
                    "\"" + file.name() + "\" was written against version " + lineage.parent()));
  }

  /** The files that the next version lists and the current one does not. */
  static Stream<DataFile> newFiles(@Nullable Snapshot current, Snapshot next) {
    Set<String> known =
        current == null
            ? Set.of()
            : current.files().map(DataFile::name).collect(Collectors.toSet());
    return next.files().filter(file -> !known.contains(file.name()));
  }

  private static Optional<Violation> unless(boolean holds, Invariant rule, String what) {
    return holds ? Optional.empty() : Optional.of(new Violation(rule, what));
  }
}
