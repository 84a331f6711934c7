package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.parquet.DatasetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CSV files of the Rust implementation's tables give the data files that it made of them. */
final class ReferenceCsvTest {

  @ParameterizedTest
  @CsvSource({
    "table0, base",
    "table0, delta1",
    "table1, delta1",
    "table1, delta2",
    "table2, base",
    "table2, delta1"
  })
  void givesTheSameRows(String table, String name, @TempDir Path folder) throws IOException {
    Path reference = ReferenceData.folder().resolve("reference-tables").resolve(table);
    Path copy = Files.createDirectory(folder.resolve(table));
    for (String file : List.of("version.txt", "s1.json", name + ".csv")) {
      Files.copy(reference.resolve(file), copy.resolve(file));
    }
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      Path written = lakehouse.writeDataFileFromCsv(allocator, table, name, false).path();
      assertThat(rows(written, allocator))
          .isNotEmpty()
          .isEqualTo(rows(reference.resolve(name + ".parquet"), allocator));
    }
  }

  private static List<String> rows(Path file, BufferAllocator allocator) {
    List<String> rows = new ArrayList<>();
    DatasetFile.read(
        file, allocator, batch -> rows.addAll(batch.contentToTSVString().lines().toList()));
    return rows;
  }
}
