package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two writers of one table: every commit that was acknowledged is there, once. */
final class CommitRaceTest {
  private static final int COMMITS_EACH = 100;

  @Test
  void twoWritersRaceInMemory() throws Exception {
    ObjectStore store = new MemoryObjectStore();
    race(store, store, store);
  }

  @Test
  void twoWritersRaceOnDisk(@TempDir Path folder) throws Exception {
    race(new LocalObjectStore(folder), new LocalObjectStore(folder), new LocalObjectStore(folder));
  }

  @Test
  void twoWritersRaceWhileRequestsAndAnswersGetLost() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("twoWritersRaceWhileRequestsAndAnswersGetLost: seed " + seed);
    Random random = new Random(seed);
    MemoryObjectStore memory = new MemoryObjectStore();
    FaultyObjectStore first = new FaultyObjectStore(memory);
    FaultyObjectStore second = new FaultyObjectStore(memory);
    for (Fault fault : Fault.values()) {
      Random ofFirst = new Random(random.nextLong());
      Random ofSecond = new Random(random.nextLong());
      first.fail(call -> ofFirst.nextInt(50) == 0, fault);
      second.fail(call -> ofSecond.nextInt(50) == 0, fault);
    }
    List<Told> told = race(memory, first, second);
    first.arrive();
    second.arrive();
    requireToldIsTrue(told, new SnapshotReader(memory).current("t"));
  }

  /** What a writer was told about one commit. */
  private record Told(String row, @Nullable ErrorCode error) {}

  private static List<Told> race(ObjectStore store, ObjectStore first, ObjectStore second)
      throws Exception {
    new Commits(store, "0-").create();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Told> told = new ArrayList<>();
    try {
      Callable<List<Told>> a = () -> write(new Commits(first, "a"));
      Callable<List<Told>> b = () -> write(new Commits(second, "b"));
      for (Future<List<Told>> result : threads.invokeAll(List.of(a, b))) {
        told.addAll(result.get());
      }
    } finally {
      threads.shutdownNow();
    }
    Snapshot current = new SnapshotReader(store).current("t");
    requireToldIsTrue(told, current);
    requireOneVersionPerRow(new VersionChain(new SnapshotReader(store), "t", current), current);
    return told;
  }

  private static List<Told> write(Commits commits) {
    List<Told> told = new ArrayList<>();
    Committer committer =
        commits.committer(
            Instant::now,
            attempt ->
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000L * attempt)));
    for (int i = 0; i < COMMITS_EACH; i++) {
      String row = commits.id();
      try {
        committer.commit("t", commits.appending(row));
        told.add(new Told(row, null));
      } catch (AzofException e) {
        told.add(new Told(row, e.code()));
      }
    }
    return told;
  }

  private static void requireToldIsTrue(List<Told> told, Snapshot current) {
    List<String> rows = Commits.rows(current);
    assertThat(rows).doesNotHaveDuplicates();
    List<String> acknowledged =
        told.stream().filter(t -> t.error() == null).map(Told::row).toList();
    List<String> denied =
        told.stream()
            .filter(t -> t.error() != null && t.error() != ErrorCode.COMMIT_UNKNOWN)
            .map(Told::row)
            .toList();
    assertThat(acknowledged).hasSizeGreaterThan(COMMITS_EACH);
    assertThat(rows).containsAll(acknowledged);
    assertThat(denied).doesNotContainAnyElementsOf(rows);
  }

  private static void requireOneVersionPerRow(VersionChain chain, Snapshot current) {
    List<Long> numbers = chain.versions().map(Ancestor::version).toList();
    assertThat(numbers).hasSize(Commits.rows(current).size() + 1).doesNotHaveDuplicates();
    int rows = Commits.rows(current).size();
    for (long number : numbers) {
      assertThat(Commits.rows(chain.version(number)))
          .isEqualTo(Commits.rows(current).subList(0, rows--));
    }
  }
}
