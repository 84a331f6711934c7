package io.azof.benchmarks;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.model.EventTime;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;

/**
 * A table of version 1 of the format: a base with every key once, and deltas, a day each, with new
 * rows of keys drawn at random.
 *
 * @param folder the lakehouse; one folder per choice of the other numbers is made in it
 */
record SyntheticTable(Path folder, long keys, long deltaRows, int deltaFiles, long seed) {
  static final long START_MILLIS = EventTime.parse("2020-01-01").epochMillis();
  static final long DAY_MILLIS = 86_400_000L;

  SyntheticTable {
    if (keys < 1 || deltaFiles < 1 || deltaRows < deltaFiles) {
      throw new IllegalArgumentException("a table needs keys, and rows in each delta");
    }
  }

  /** Its name in the lakehouse. */
  String name() {
    return "k" + keys + "_d" + deltaRows + "_f" + deltaFiles + "_s" + seed;
  }

  Path file(String name) {
    return folder.resolve(name()).resolve(name);
  }

  /** The base and the deltas. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(file("base.parquet")));
    for (int delta = 0; delta < deltaFiles; delta++) {
      files.add(file("delta" + delta + ".parquet"));
    }
    return files;
  }

  /** A time after the last row. */
  EventTime end() {
    return new EventTime(START_MILLIS + (deltaFiles + 1) * DAY_MILLIS);
  }

  void generateIfAbsent() throws IOException {
    if (Files.exists(file("version.txt"))) {
      return;
    }
    Path table = Files.createDirectories(folder.resolve(name())).toAbsolutePath();
    Path spill = Files.createTempDirectory("azof-spill-");
    try (RootAllocator allocator = new RootAllocator();
        DuckDb duckDb = DuckDb.open(new DuckDbSettings(1L << 30, 2, spill, List.of(table)))) {
      ParquetFileWriter writer = new ParquetFileWriter(duckDb, ParquetFileWriter.ROW_GROUP_ROWS);
      writer.write(
          allocator,
          child -> SyntheticRows.ofBase(child, keys, seed),
          RowOrder.UNIQUE_KEYS,
          file("base.parquet"),
          true);
      for (int delta = 0; delta < deltaFiles; delta++) {
        int day = delta;
        writer.write(
            allocator,
            child ->
                SyntheticRows.ofDay(child, keys, deltaRows / deltaFiles, day + 1, seed + day + 1),
            RowOrder.SORTED,
            file("delta" + delta + ".parquet"),
            true);
      }
    }
    Files.deleteIfExists(spill);
    Files.writeString(file("s1.json"), snapshot());
    Files.writeString(file("version.txt"), "1");
  }

  private String snapshot() {
    StringBuilder deltas = new StringBuilder();
    for (int delta = 0; delta < deltaFiles; delta++) {
      long start = START_MILLIS + (delta + 1) * DAY_MILLIS;
      deltas.append(
          """
          %s{"file": "delta%d.parquet", "start": "%s", "end": "%s"}"""
              .formatted(
                  delta == 0 ? "" : ",\n",
                  delta,
                  new EventTime(start),
                  new EventTime(start + DAY_MILLIS - 1)));
    }
    return """
        {"schema": {"columns": [
          {"name": "c1", "data_type": "String", "nullable": false},
          {"name": "c2", "data_type": "Int", "nullable": false},
          {"name": "c3", "data_type": "DateTime", "nullable": false},
          {"name": "c4", "data_type": "String", "nullable": false}]},
         "segments": [{"id": "all", "start": "%s", "file": "base.parquet", "delta": [
        %s]}]}
        """
        .formatted(new EventTime(START_MILLIS), deltas);
  }
}
