package io.azof.storage.maintain;

import io.azof.storage.compact.ChangeFaults;
import io.azof.storage.compact.CompactableTable;
import io.azof.storage.compact.TableChange;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever call of a commit goes wrong that decides what a table keeps, in whatever way: what is
 * kept answers as before, and what is gone is an error.
 */
final class ExpiryFaultsTest {
  private static final EventTime FLOOR = new EventTime(18);

  @TempDir private Path folder;

  private final BufferAllocator allocator = new RootAllocator();

  private enum Decision {
    EXPIRE_VERSIONS,
    EXPIRE_HISTORY,
    ROLL_BACK
  }

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource
  void oneCallGoesWrong(Decision decision) {
    faults(decision).oneCallGoesWrong();
  }

  @ParameterizedTest
  @EnumSource
  void allCallsGoWrongFromOneOn(Decision decision) {
    faults(decision).allCallsGoWrongFromOneOn();
  }

  @ParameterizedTest
  @EnumSource
  void somebodyElseCommitsMeanwhile(Decision decision) {
    faults(decision).somebodyElseCommitsMeanwhile();
  }

  @ParameterizedTest
  @EnumSource
  void noFileStaysOpenOrStagedOnDisk(Decision decision) throws IOException {
    faults(decision).oneAnswerIsLostOnDisk(folder);
  }

  private ChangeFaults faults(Decision decision) {
    CompactableTable table = CompactableTable.withEraBefore(FLOOR, allocator);
    return new ChangeFaults(decision.name(), table, change(decision), allocator);
  }

  private static TableChange change(Decision decision) {
    String table = CompactableTable.NAME;
    return switch (decision) {
      case EXPIRE_VERSIONS ->
          (lakehouse, memory, isMade) -> lakehouse.maintenance().expireVersions(table, Instant.MAX);
      case EXPIRE_HISTORY ->
          (lakehouse, memory, isMade) -> lakehouse.maintenance().expireHistory(table, FLOOR);
      case ROLL_BACK ->
          (lakehouse, memory, isMade) ->
              lakehouse.rollback(table, lakehouse.versions(table).retainedFrom());
    };
  }
}
