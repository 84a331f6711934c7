package io.azof.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tables of the Rust implementation and their right answers are. */
final class ReferenceData {
  private ReferenceData() {}

  /** The folder with {@code reference-tables/} and {@code expected-as-of.jsonl}; may be absent. */
  static Path folder() {
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
