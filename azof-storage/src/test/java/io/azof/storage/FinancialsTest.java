package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.RowNumberOracle;
import io.azof.storage.fixture.Rows;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.SegmentPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real table of the Rust implementation at random times, all of its rows: the checksums of the
 * reference answers leave out those whose industry is null.
 */
final class FinancialsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int MOMENTS = 40;

  @Test
  void atAnyTimeTheStateIsWhatSqlOverTheFilesFinds(@TempDir Path spill) throws Exception {
    Path tables = ReferenceData.folder().resolve("reference-tables").toRealPath();
    System.out.println("financials at random times: -Dazof.seed=" + SEED);
    long nullIndustries = 0;
    try (Lakehouse lakehouse = Lakehouse.open(tables.toString());
        RowNumberOracle oracle = new RowNumberOracle(spill, tables);
        RootAllocator allocator = new RootAllocator()) {
      for (AsOf asOf : moments()) {
        TableScan scan = lakehouse.table("financials").scan().asOf(asOf);
        List<Path> files =
            SegmentPath.of(scan.snapshot(), asOf).files().stream()
                .map(PathFile::name)
                .map(name -> tables.resolve("financials").resolve(name))
                .toList();
        List<List<@Nullable Object>> expected = oracle.state(scan.snapshot().schema(), files, asOf);
        try (ArrowReader reader = scan.openReader(allocator)) {
          List<List<@Nullable Object>> found = Rows.read(reader);
          assertThat(Rows.sorted(found))
              .as("-Dazof.seed=%s, %s", SEED, scan.plan())
              .isEqualTo(Rows.sorted(expected));
          nullIndustries += found.stream().filter(row -> row.get(2) == null).count();
        }
      }
    }
    assertThat(nullIndustries).isPositive();
  }

  private static List<AsOf> moments() {
    Random random = new Random(SEED);
    long from = EventTime.parse("1999-06-01").epochMillis();
    long to = EventTime.parse("2024-06-01").epochMillis();
    List<AsOf> moments = new ArrayList<>();
    moments.add(AsOf.LATEST);
    for (int i = 0; i < MOMENTS; i++) {
      moments.add(AsOf.at(new EventTime(random.nextLong(from, to))));
    }
    return moments;
  }
}
