package io.azof.storage;

import static io.azof.storage.fixture.Tree.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.fixture.SnapshotText;
import io.azof.storage.fixture.Tree;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import io.azof.storage.fixture.s3.Fault.Kind;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.s3.S3ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Scans of a store of which one request in a hundred goes wrong. */
final class S3FaultTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int SCANS = 1_000;
  private static final List<Fault> FAULTS =
      List.of(
          Fault.INTERNAL_ERROR, Fault.SLOW_DOWN, Fault.of(Kind.RESET), Fault.of(Kind.TRUNCATED));

  @Test
  void everyScanIsRightOrAnError() throws Exception {
    System.out.println("scans of a store that stumbles: -Dazof.seed=" + SEED);
    Random random = new Random(SEED);
    int failed = 0;
    try (FakeS3 fake = new FakeS3("bucket");
        S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", fake.settings())) {
      writeTable(fake);
      List<String> expected = scan(store);
      fake.faults(
          request -> {
            synchronized (random) {
              return random.nextInt(100) == 0
                  ? FAULTS.get(random.nextInt(FAULTS.size()))
                  : Fault.NONE;
            }
          });
      for (int i = 0; i < SCANS; i++) {
        try {
          assertThat(scan(store)).as("-Dazof.seed=%s", SEED).isEqualTo(expected);
        } catch (AzofException e) {
          assertThat(e).hasMessageContaining("s3://bucket/lake/t/");
          failed++;
        }
      }
    }
    System.out.println("scans that ended in an error: " + failed + " of " + SCANS);
    assertThat(failed).as("-Dazof.seed=%s", SEED).isLessThan(SCANS / 100);
  }

  private static void writeTable(FakeS3 fake) {
    Snapshot snapshot =
        Tree.snapshot(
            SmallTable.SNAPSHOT.schema().columns(), segment("base").base().delta("d", 0, 100));
    put(fake, "version.txt", "7".getBytes(StandardCharsets.UTF_8));
    put(fake, "s7.json", SnapshotText.of(snapshot).getBytes(StandardCharsets.UTF_8));
    put(fake, "base.parquet", file(SmallTable.baseRows()));
    put(fake, "d.parquet", file(SmallTable.deltaRows()));
  }

  private static byte[] file(List<List<@Nullable Object>> rows) {
    return ParquetFixture.of(SmallTable.COLUMNS, rows).bytes();
  }

  private static void put(FakeS3 fake, String name, byte[] content) {
    fake.put("bucket", "lake/t/" + name, content);
  }

  /** Scans with an empty cache. */
  private static List<String> scan(ObjectStore store) throws Exception {
    try (Lakehouse lakehouse = Lakehouse.open(store);
        RootAllocator allocator = new RootAllocator();
        ArrowReader reader = lakehouse.table("t").scan().openReader(allocator)) {
      return Rows.sorted(Rows.read(reader));
    }
  }
}
