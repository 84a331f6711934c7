package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.TABLE;
import static io.azof.storage.write.WriterFixture.time;
import static io.azof.storage.write.WriterFixture.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.objectstore.local.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever call of an append on disk goes wrong in whatever way: its rows, in order and late, are
 * there or not, what was said is true, the deep check finds no fault, no file stays open or staged.
 */
final class AppendFaultsTest {
  private static final int CALLS_MIN = 6;
  private static final List<String> OLD = List.of("old");
  private static final List<String> OLD_AND_NEW = List.of("late", "new", "old");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void oneCallGoesWrong(Fault fault) throws IOException {
    int number = 0;
    boolean hasFailed = true;
    while (hasFailed) {
      hasFailed = calls(fault, ++number) >= number;
    }
    assertThat(number).isGreaterThan(CALLS_MIN);
  }

  /** How many calls it took. */
  private int calls(Fault fault, int number) throws IOException {
    Path lake = Files.createDirectory(folder.resolve("lake" + number));
    LocalObjectStore disk = new LocalObjectStore(lake);
    FaultyObjectStore store = new FaultyObjectStore(disk);
    try (WriterFixture fixture = new WriterFixture(disk)) {
      fixture.create();
      new Eras(disk).start(100);
      fixture.commit("old", 100, 1);
      @Nullable ErrorCode said = said(fixture, store, fault, number);
      int calls = store.calls().size();
      store.heal();
      String what = fault + " at call " + number + ": " + said;
      List<String> rows = keys(fixture);
      if (said == ErrorCode.COMMIT_UNKNOWN) {
        assertThat(rows).as(what).isIn(OLD, OLD_AND_NEW);
      } else {
        assertThat(rows).as(what).isEqualTo(said == null ? OLD_AND_NEW : OLD);
      }
      fixture.commit("old", 100, 2);
      store.arrive();
      assertThat(keys(fixture).stream().distinct()).as(what).containsExactlyElementsOf(rows);
      assertThat(fixture.lakehouse.maintenance().checkDeep(TABLE, fixture.allocator).faults())
          .as(what)
          .isEmpty();
      return calls;
    } finally {
      OpenFiles.requireNone(lake);
    }
  }

  private static @Nullable ErrorCode said(
      WriterFixture fixture, FaultyObjectStore store, Fault fault, int number) {
    try (Lakehouse lakehouse = Lakehouse.open(store)) {
      lakehouse.createTable("other", WriterFixture.SCHEMA, Map.of()); // and tests the store
      store.heal();
      store.fail(call -> call.number() == number, fault);
      try (TableWriter writer = lakehouse.openWriter(TABLE, fixture.allocator)) {
        writer.put("new", time(101), values("x", 1));
        writer.put("late", time(5), values("x", 1));
        writer.commit();
        return null;
      }
    } catch (AzofException e) {
      return e.code();
    }
  }

  private static List<String> keys(WriterFixture fixture) {
    return fixture.stored().rows().stream().map(StoredTable.StoredRow::key).sorted().toList();
  }
}
