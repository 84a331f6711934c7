package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.SCHEMA;
import static io.azof.storage.write.WriterFixture.TABLE;
import static io.azof.storage.write.WriterFixture.time;
import static io.azof.storage.write.WriterFixture.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.model.DataFile;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that make the same table: one does, with all its rows; the other is told and leaves none. */
final class NewTableRaceTest {
  private static final int ROUNDS = 10;
  private static final int ROWS = 5;
  private static final int CALLS_MIN = 10;

  @TempDir private Path folder;

  @Test
  void ofTwoThatBeginTogetherOneMakesTheTable() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Path lake = folder.resolve("lake" + round);
        ObjectStore memory = new MemoryObjectStore();
        boolean isLocal = round % 2 == 0;
        CyclicBarrier together = new CyclicBarrier(2);
        Supplier<Lakehouse> lakehouse = // on disk, its folder is made by the first that writes
            () -> isLocal ? Lakehouse.openOrCreate(lake.toString()) : Lakehouse.open(memory);
        Callable<Optional<AzofException>> first = () -> make(lakehouse, "a", together);
        Callable<Optional<AzofException>> second = () -> make(lakehouse, "b", together);
        List<Optional<AzofException>> told = new ArrayList<>();
        for (Future<Optional<AzofException>> one : threads.invokeAll(List.of(first, second))) {
          told.add(one.get());
        }
        requireOneMade(isLocal ? new LocalObjectStore(lake) : memory, told);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoeverIsFasterAtWhateverCallMakesTheTable() {
    List<Optional<AzofException>> told = new ArrayList<>();
    int number = 0;
    do {
      int at = ++number;
      told.clear();
      MemoryObjectStore memory = new MemoryObjectStore();
      FaultyObjectStore store = new FaultyObjectStore(memory);
      store.before(call -> call.number() == at, () -> told.add(make(memory, "b")));
      told.add(0, make(store, "a"));
      if (told.size() == 2) {
        requireOneMade(memory, told);
      }
    } while (told.size() == 2);
    assertThat(number).isGreaterThan(CALLS_MIN);
  }

  /** The request that makes the table may fail in any way while somebody else makes it. */
  @Test
  void whoeverIsToldThatItMadeTheTableHasMadeIt() {
    for (String object : List.of(".parquet", "s1.json", "version.txt")) {
      for (Fault fault : Fault.values()) {
        for (int after = 0; after < 3; after++) {
          requireTrue(object, fault, after);
        }
      }
    }
  }

  private void requireTrue(String object, Fault fault, int after) {
    MemoryObjectStore memory = new MemoryObjectStore();
    FaultyObjectStore store = new FaultyObjectStore(memory);
    int[] failed = {Integer.MAX_VALUE};
    store.before(call -> call.number() == failed[0] + after && after > 0, () -> make(memory, "b"));
    store.fail(
        call -> {
          boolean isIt = failed[0] == Integer.MAX_VALUE && isCreation(call, object);
          failed[0] = isIt ? call.number() : failed[0];
          return isIt;
        },
        fault);
    Optional<AzofException> told = make(store, "a");
    store.heal();
    make(memory, "b");
    store.arrive();
    List<String> rows = keys(memory);
    String what = fault + " at " + object + ", others " + after + " calls later: " + told;
    assertThat(rows).as(what).hasSize(ROWS);
    if (told.isEmpty()) {
      assertThat(rows).as(what).allMatch(key -> key.startsWith("a"));
    } else if (told.get().code() != ErrorCode.COMMIT_UNKNOWN) {
      assertThat(rows).as(what).allMatch(key -> key.startsWith("b"));
    }
  }

  private static boolean isCreation(Call call, String object) {
    return call.verb() == FaultyObjectStore.Verb.CREATE && call.key().endsWith(object);
  }

  private static void requireOneMade(ObjectStore store, List<Optional<AzofException>> told) {
    assertThat(told).hasSize(2);
    assertThat(told.stream().filter(Optional::isEmpty)).as("%s", told).hasSize(1);
    AzofException error = told.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    assertThat(error.code()).isEqualTo(ErrorCode.TABLE_EXISTS);
    assertThat(error).hasMessage("There is a table \"t\" already");

    String winner = told.get(0).isEmpty() ? "a" : "b";
    assertThat(keys(store)).hasSize(ROWS).allMatch(key -> key.startsWith(winner));
    try (WriterFixture fixture = new WriterFixture(store)) {
      assertThat(
              store.list(TABLE).objects().stream()
                  .map(Listing.Entry::name)
                  .filter(name -> name.endsWith(".parquet")))
          .containsExactlyInAnyOrderElementsOf(
              fixture.stored().snapshot().files().map(DataFile::name).toList());
      fixture.commit("later", 7, 7);
      assertThat(keys(store)).hasSize(ROWS + 1);
      assertThat(fixture.lakehouse.maintenance().checkDeep(TABLE, fixture.allocator).faults())
          .isEmpty();
    }
  }

  private static List<String> keys(ObjectStore store) {
    return StoredTable.current(store, TABLE).rows().stream()
        .map(StoredTable.StoredRow::key)
        .toList();
  }

  private static Optional<AzofException> make(ObjectStore store, String name) {
    return make(() -> Lakehouse.open(store), name, null);
  }

  /** Empty when it made the table. */
  private static Optional<AzofException> make(
      Supplier<Lakehouse> open, String name, @Nullable CyclicBarrier together) {
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = open.get();
        TableWriter writer = lakehouse.openWriterForNewTable(TABLE, SCHEMA, Map.of(), allocator)) {
      for (int i = 0; i < ROWS; i++) {
        writer.put(name + i, time(i), values(name, i));
      }
      if (together != null) {
        together.await();
      }
      writer.commit();
      return Optional.empty();
    } catch (AzofException e) {
      return Optional.of(e);
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
