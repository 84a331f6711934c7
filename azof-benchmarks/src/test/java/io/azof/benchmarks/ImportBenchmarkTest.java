package io.azof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportBenchmarkTest {
  @TempDir private Path folder;

  @Test
  void readsAllRowsThatItHasWritten() throws IOException {
    Path file = folder.resolve("orders.csv");
    ImportBenchmark.write(file, 20_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImportBenchmark.read(file, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("20000 rows, ");
  }
}
