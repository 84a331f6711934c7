package io.azof.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tables of the Rust implementation and their right answers; a test without them is skipped.
 */
final class ReferenceData {
  private ReferenceData() {}

  /** The folder with {@code reference-tables/} and {@code expected-as-of.jsonl}. */
  static Path folder() {
    Path folder = find();
    assumeTrue(
        Files.isDirectory(folder),
        "the reference tables are not here; set -Dazof.testdata to their folder");
    return folder;
  }

  private static Path find() {
    String configured = System.getProperty("azof.testdata");
    if (configured != null) {
      return Path.of(configured);
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("shared/testdata");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return here.resolve("shared/testdata");
  }
}
