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

/**
 * Makes each call of a change go wrong in each way, on a table of its own each time: see {@link
 * FaultyChange} for what is looked at then.
 */
public final class ChangeFaults {
  /** The least that a commit takes. */
  private static final int CALLS_MIN = 5;

  private final String name;
  private final CompactableTable table;
  private final TableChange change;
  private final BufferAllocator allocator;
  private final Set<Integer> seen = new HashSet<>();

  /**
   * @param name of the change, for messages
   * @param table what it is made to
   */
  public ChangeFaults(
      String name, CompactableTable table, TableChange change, BufferAllocator allocator) {
    this.name = name;
    this.table = table;
    this.change = change;
    this.allocator = allocator;
  }

  public void oneCallGoesWrong() {
    for (Call call : calls()) {
      for (Fault fault : faults(call)) {
        run(fault + " at " + call, trial -> trial.store().fail(isNumber(call.number()), fault));
      }
    }
  }

  public void allCallsGoWrongFromOneOn() {
    for (Call call : calls()) {
      if (call.verb().writes()) {
        for (Fault fault : Fault.values()) {
          run(
              fault + " from " + call + " on",
              trial -> trial.store().fail(c -> c.number() >= call.number(), fault));
        }
      }
    }
  }

  /** Before each write others commit, and the change has to be made to what they leave. */
  public void somebodyElseCommitsMeanwhile() {
    for (Call call : calls()) {
      if (call.verb() == Verb.CREATE || call.verb() == Verb.REPLACE) {
        String what = "before " + call + " somebody ";
        run(what + "appends", trial -> before(call, trial, () -> append(trial)));
        run(what + "expires", trial -> before(call, trial, () -> expire(trial)));
      }
    }
  }

  private static void before(Call call, FaultyChange trial, Runnable action) {
    trial.store().before(isNumber(call.number()), action);
  }

  private void append(FaultyChange trial) {
    trial.table().append(trial.others(), allocator, 33, 5);
  }

  private static void expire(FaultyChange trial) {
    Maintenance maintenance = trial.others().maintenance();
    maintenance.expireVersions(CompactableTable.NAME, Instant.MAX);
    maintenance.removeGarbage(CompactableTable.NAME, Duration.ZERO);
  }

  /**
   * One call after the other goes wrong on disk, and leaves no file open or staged.
   *
   * @param folder is empty
   */
  public void oneAnswerIsLostOnDisk(Path folder) throws IOException {
    int number = 0;
    boolean hasFailed = true;
    while (hasFailed) {
      int at = ++number;
      Path lake = Files.createDirectory(folder.resolve("lake" + at));
      List<Call> calls =
          run(
              new LocalObjectStore(lake),
              "on disk, call " + at,
              trial -> trial.store().fail(isNumber(at), Fault.ANSWER_LOST));
      hasFailed = calls.size() >= at;
      OpenFiles.requireNone(lake);
      Path staging = Files.createDirectories(lake.resolve(".azof-staging"));
      assertThat(staging).isEmptyDirectory();
    }
    assertThat(number).isGreaterThan(CALLS_MIN);
  }

  /** Those of the change without faults. */
  private List<Call> calls() {
    List<Call> calls = run("without faults", trial -> {});
    assertThat(calls).hasSizeGreaterThan(CALLS_MIN).anyMatch(call -> call.verb() == Verb.REPLACE);
    return calls;
  }

  /** All failures of a read are one: it has no effect that could come late. */
  private static List<Fault> faults(Call call) {
    return call.verb().writes() ? List.of(Fault.values()) : List.of(Fault.REQUEST_LOST);
  }

  private List<Call> run(String what, Consumer<FaultyChange> faults) {
    return run(new MemoryObjectStore(), what, faults);
  }

  private List<Call> run(ObjectStore store, String what, Consumer<FaultyChange> faults) {
    try (FaultyChange trial =
        new FaultyChange(store, table.copyTo(store), change, allocator, seen)) {
      faults.accept(trial);
      return trial.run(name + ": " + what);
    }
  }

  private static Predicate<Call> isNumber(int number) {
    return call -> call.number() == number;
  }
}
