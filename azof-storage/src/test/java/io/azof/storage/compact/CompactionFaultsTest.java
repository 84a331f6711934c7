package io.azof.storage.compact;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call of a compaction goes wrong in whatever way: every answer is as it was. */
final class CompactionFaultsTest {
  @TempDir private Path folder;

  private final BufferAllocator allocator = new RootAllocator();

  /** The kinds of steps that a plan can have, by the names of their classes. */
  private enum Kind {
    FOLD("FoldLateRows"),
    MERGE("MergeDeltas"),
    REWRITE("RewriteBase"),
    NEW_ERA("CloseEra");

    private final String step;

    Kind(String step) {
      this.step = step;
    }
  }

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource
  void oneCallGoesWrong(Kind kind) {
    faults(kind).oneCallGoesWrong();
  }

  @ParameterizedTest
  @EnumSource
  void allCallsGoWrongFromOneOn(Kind kind) {
    faults(kind).allCallsGoWrongFromOneOn();
  }

  @ParameterizedTest
  @EnumSource
  void somebodyElseCommitsMeanwhile(Kind kind) {
    faults(kind).somebodyElseCommitsMeanwhile();
  }

  @Test
  void aCompactionOnDiskLeavesNoFileOpenOrStaged() throws IOException {
    faults(Kind.FOLD).oneAnswerIsLostOnDisk(folder);
  }

  private ChangeFaults faults(Kind kind) {
    CompactableTable table = CompactableTable.withNext(kind.step, allocator);
    TableChange onePlan =
        (lakehouse, memory, isMade) ->
            lakehouse.compactor().compact(CompactableTable.NAME, memory, isMade);
    return new ChangeFaults(kind.name(), table, onePlan, allocator);
  }
}
