package io.azof.storage;

import static io.azof.storage.fixture.Tree.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.CountingObjectStore;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.fixture.SnapshotText;
import io.azof.storage.fixture.Tree;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;

/** What a scan asks of a store that is not on this machine. */
final class StoreCallsTest {
  private final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());

  /** Three eras of a base and two deltas each; only the last one is open. */
  private void writeTable() {
    Snapshot snapshot =
        Tree.snapshot(
            SmallTable.SNAPSHOT.schema().columns(),
            segment("a").during(0, 9).base().delta("a1", 0, 5).delta("a2", 6, 9),
            segment("b").during(10, 19).base().delta("b1", 10, 15).delta("b2", 16, 19),
            segment("c").from(20).base().delta("c1", 20, 25).delta("c2", 26, 29));
    write("t/version.txt", "7".getBytes(StandardCharsets.UTF_8));
    write("t/s7.json", SnapshotText.of(snapshot).getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("a", "a1", "a2", "b", "b1", "b2", "c", "c1", "c2")) {
      write(
          "t/" + name + ".parquet",
          ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows()).bytes());
    }
    store.takeCalls();
  }

  private void write(String key, byte[] content) {
    store.createIfAbsent(key, content);
  }

  @Test
  void anAsOfScanReadsTwoSmallObjectsAndTheFilesOfItsPathOnce() throws Exception {
    writeTable();
    try (Lakehouse lakehouse = Lakehouse.open(store);
        RootAllocator allocator = new RootAllocator()) {
      assertThat(store.takeCalls()).containsExactly("exists");
      Table table = lakehouse.table("t");
      assertThat(store.takeCalls()).containsExactly("read t/version.txt", "read t/s7.json");
      TableScan scan = table.scan().asOf(AsOf.at(new EventTime(15)));
      try (ArrowReader reader = scan.openReader(allocator)) {
        assertThat(Rows.read(reader)).hasSize(10);
      }
      assertThat(store.takeCalls())
          .containsExactlyInAnyOrder("read t/b.parquet", "read t/b1.parquet");
      assertThat(scan.plan().toString()).contains("files: 2 read, 7 skipped");
      try (ArrowReader reader = scan.openReader(allocator)) {
        assertThat(Rows.read(reader)).hasSize(10);
      }
      assertThat(store.takeCalls()).isEmpty();
    }
  }

  @Test
  void namingTheTablesListsEachFolderOnce() {
    writeTable();
    write("other/readme.txt", new byte[0]);
    try (Lakehouse lakehouse = Lakehouse.open(store)) {
      store.takeCalls();
      assertThat(lakehouse.tableNames()).containsExactly("t");
      assertThat(store.takeCalls()).containsExactly("list ", "list other", "list t");
    }
  }

  @Test
  void aTableStaysAtItsVersionWhenANewOneIsCommitted() throws Exception {
    writeTable();
    try (Lakehouse lakehouse = Lakehouse.open(store);
        RootAllocator allocator = new RootAllocator()) {
      Table before = lakehouse.table("t");
      write(
          "t/s8.json",
          "{\"schema\": {\"columns\": []}, \"segments\": []}".getBytes(StandardCharsets.UTF_8));
      store.replaceIfMatch(
          "t/version.txt",
          "8".getBytes(StandardCharsets.UTF_8),
          store.read("t/version.txt").orElseThrow().tag());
      try (ArrowReader reader = before.scan().openReader(allocator);
          ArrowReader after = lakehouse.table("t").scan().openReader(allocator)) {
        assertThat(Rows.read(reader)).hasSize(10);
        assertThat(Rows.read(after)).isEmpty();
      }
      assertThat(before.version()).isEqualTo(7);
      assertThat(lakehouse.table("t").version()).isEqualTo(8);
    }
  }
}
