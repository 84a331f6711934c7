package io.azof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AsOfBenchmarkTest {

  @Test
  void aSmallTableIsGeneratedAndMeasuredAlongAllPaths(@TempDir Path folder) throws Exception {
    SyntheticTable table = new SyntheticTable(folder, 5_000, 600, 3, 1);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    table.generateIfAbsent();
    new AsOfBenchmark(table, 1, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("as-of / plain:", "row_number() / Azof:", "5000 rows", "100 rows");
  }
}
