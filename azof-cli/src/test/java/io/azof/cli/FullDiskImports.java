package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Imports in a process none of whose files can grow beyond some bytes: what a full disk is to a
 * writer. {@link FullDiskTest} runs it. Before the first limit one import is made without, so that
 * all native libraries are unpacked.
 */
final class FullDiskImports {
  private static final int ROWS = 5_000;
  private static final long[] BYTES_MAX = {0, 1_000, 100_000};
  private static final long ROOM_BYTES_MAX = 10_000;
  private static final long ROOM_BYTES_STEP = 150;
  private static final long REJECTS_BYTES_MAX = 2_000;

  private final Path folder;

  private FullDiskImports(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments an empty folder
   */
  public static void main(String[] arguments) throws Exception {
    new FullDiskImports(Path.of(arguments[0])).run();
  }

  private void run() throws Exception {
    write("first.csv", "a,2024-01-01,first\n");
    write("second.csv", "b,2024-01-01,second\n");
    write("many.csv", many());
    write("wrong.csv", "a,yesterday,wrong\n".repeat(ROWS));
    importFile("first.csv", "first").succeeded();
    List<String> before = files();
    for (long bytesMax : BYTES_MAX) {
      importWithin(bytesMax, "many.csv", "first").failed(7, folder.resolve("lake").toString());
      requireAsBefore(before);
      importWithin(bytesMax, "many.csv", "new").failed(7, folder.resolve("lake").toString());
      requireAsBefore(before);
    }
    importWithin(REJECTS_BYTES_MAX, "wrong.csv", "first", "--rejects", "bad.csv")
        .failed(7, folder.resolve("bad.csv").toString());
    requireAsBefore(before);

    requireRoomForAllOrNothing(before);
    importFile("many.csv", "first").succeeded();
    assertThat(scan().lines()).hasSize(1 + 2 + ROWS);
    run("check", "--table", "first", "--deep").succeeded();
  }

  /** One row, whose data file is smaller than the snapshot: with ever more room, until it fits. */
  private void requireRoomForAllOrNothing(List<String> before) throws Exception {
    for (long bytesMax = 0; bytesMax < ROOM_BYTES_MAX; bytesMax += ROOM_BYTES_STEP) {
      Azof.Outcome outcome = importWithin(bytesMax, "second.csv", "first");
      if (outcome.exitCode() == 0) {
        outcome.succeeded();
        return;
      }
      outcome.failed(7, folder.resolve("lake").toString());
      requireAsBefore(before);
    }
    throw new AssertionError("a row takes more than " + ROOM_BYTES_MAX + " bytes");
  }

  private void write(String name, String rows) throws IOException {
    Files.writeString(folder.resolve(name), "id,at,text\n" + rows);
  }

  /** Values that do not compress well. */
  private static String many() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      text.append(row).append(",2024-01-01,").append(Long.toHexString(random.nextLong()));
      text.append(Long.toHexString(random.nextLong())).append('\n');
    }
    return text.toString();
  }

  private void requireAsBefore(List<String> before) throws IOException {
    assertThat(files()).isEqualTo(before);
    assertThat(scan()).isEqualTo("key,event_time,text\na,2024-01-01T00:00:00.000Z,first\n");
    run("check", "--table", "first").succeeded();
  }

  private Azof.Outcome importWithin(long bytesMax, String file, String table, String... more)
      throws Exception {
    limitFiles(Long.toString(bytesMax));
    try {
      return importFile(file, table, more);
    } finally {
      limitFiles("unlimited");
    }
  }

  private Azof.Outcome importFile(String file, String table, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("import", "--table", table, "--key", "id", "--event-time", "at", file));
    words.addAll(Arrays.asList(more));
    return run(words.toArray(String[]::new));
  }

  private String scan() {
    return run("scan", "--table", "first", "--format", "csv").succeeded().out();
  }

  private Azof.Outcome run(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(1, List.of("--lakehouse", folder.resolve("lake").toString()));
    return Azof.in(folder).run(command.toArray(String[]::new));
  }

  /** All that is in the lakehouse, and how large it is, but for folders and locks. */
  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      List<String> found = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (Files.isRegularFile(file) && !file.endsWith(".azof-lock")) {
          found.add(String.format(Locale.ROOT, "%s %d", file, Files.size(file)));
        }
      }
      return found;
    }
  }

  private static void limitFiles(String bytesMax) throws IOException, InterruptedException {
    String own = Long.toString(ProcessHandle.current().pid());
    Process limiting =
        new ProcessBuilder("prlimit", "--pid", own, "--fsize=" + bytesMax + ":")
            .inheritIO()
            .start();
    assertThat(limiting.waitFor()).as("prlimit").isZero();
  }
}
