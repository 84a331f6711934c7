package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.fixture.FaultyObjectStore.Verb;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.maintain.Maintenance;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call of a compaction goes wrong in whatever way: every answer is as it was. */
final class CompactionFaultsTest {
  private static final int CALLS_MIN = 10;

  @TempDir private Path folder;

  private final BufferAllocator allocator = new RootAllocator();
  private final Set<Integer> seen = new HashSet<>();

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
    CompactableTable table = CompactableTable.withNext(kind.step, allocator);
    for (Call call : callsOf(table)) {
      for (Fault fault : faults(call)) {
        String what = kind + ": " + fault + " at " + call;
        run(table, what, trial -> trial.store().fail(isNumber(call.number()), fault));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void allCallsGoWrongFromOneOn(Kind kind) {
    CompactableTable table = CompactableTable.withNext(kind.step, allocator);
    for (Call call : callsOf(table)) {
      if (call.verb().writes()) {
        for (Fault fault : Fault.values()) {
          String what = kind + ": " + fault + " from " + call + " on";
          run(table, what, trial -> trial.store().fail(c -> c.number() >= call.number(), fault));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void somebodyElseCommitsMeanwhile(Kind kind) {
    CompactableTable table = CompactableTable.withNext(kind.step, allocator);
    for (Call call : callsOf(table)) {
      if (call.verb() == Verb.CREATE || call.verb() == Verb.REPLACE) {
        String what = kind + ": before " + call + " somebody ";
        run(table, what + "appends", trial -> before(call, trial, () -> append(trial)));
        run(table, what + "expires", trial -> before(call, trial, () -> expire(trial)));
      }
    }
  }

  private static void before(Call call, FaultyCompaction trial, Runnable action) {
    trial.store().before(isNumber(call.number()), action);
  }

  private void append(FaultyCompaction trial) {
    trial.table().append(trial.others(), allocator, 33, 5);
  }

  private static void expire(FaultyCompaction trial) {
    Maintenance maintenance = trial.others().maintenance();
    maintenance.expireVersions(CompactableTable.NAME, Instant.MAX);
    maintenance.removeGarbage(CompactableTable.NAME, Duration.ZERO);
  }

  @Test
  void aCompactionOnDiskLeavesNoFileOpenOrStaged() throws IOException {
    CompactableTable table = CompactableTable.withNext(Kind.FOLD.step, allocator);
    int number = 0;
    boolean hasFailed = true;
    while (hasFailed) {
      int at = ++number;
      Path lake = Files.createDirectory(folder.resolve("lake" + at));
      List<Call> calls =
          run(
              table,
              new LocalObjectStore(lake),
              "on disk, call " + at,
              trial -> trial.store().fail(isNumber(at), Fault.ANSWER_LOST));
      hasFailed = calls.size() >= at;
      OpenFiles.requireNone(lake);
      Path staging = Files.createDirectories(lake.resolve(".azof-staging"));
      assertThat(staging).isEmptyDirectory();
    }
    assertThat(number).isGreaterThan(CALLS_MIN / 2);
  }

  /** Those of a compaction without faults. */
  private List<Call> callsOf(CompactableTable table) {
    List<Call> calls = run(table, "without faults", trial -> {});
    assertThat(calls).hasSizeGreaterThan(CALLS_MIN).anyMatch(call -> call.verb() == Verb.REPLACE);
    return calls;
  }

  /** All failures of a read are one: it has no effect that could come late. */
  private static List<Fault> faults(Call call) {
    return call.verb().writes() ? List.of(Fault.values()) : List.of(Fault.REQUEST_LOST);
  }

  private List<Call> run(CompactableTable table, String what, Consumer<FaultyCompaction> faults) {
    return run(table, new MemoryObjectStore(), what, faults);
  }

  private List<Call> run(
      CompactableTable table, ObjectStore store, String what, Consumer<FaultyCompaction> faults) {
    try (FaultyCompaction trial =
        new FaultyCompaction(store, table.copyTo(store), allocator, seen)) {
      faults.accept(trial);
      return trial.run(what);
    }
  }

  private static Predicate<Call> isNumber(int number) {
    return call -> call.number() == number;
  }
}
