package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full and folders that cannot be written, as the system has them. */
@EnabledOnOs(OS.LINUX)
final class FullDiskTest {
  private static final List<String> WITHOUT_PRIVILEGES =
      List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

  @TempDir private Path folder;

  @Test
  void anImportThatFindsTheDiskFullSaysSoAndLeavesEverythingAsItWas() throws Exception {
    assumeTrue(isInstalled("prlimit"), "prlimit is needed");
    Path process = Files.createDirectory(folder.resolve("process"));
    Azof.Outcome outcome =
        AzofProcess.start(process, List.of(), FullDiskImports.class, List.of(folder.toString()))
            .outcome();
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
  }

  @Test
  void aNewLakehouseInAFolderThatCannotBeWritten() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    importIntoClosed(closed.resolve("lake"), closed);
    assertThat(closed).isEmptyDirectory();
  }

  @Test
  void aNewTableInALakehouseThatCannotBeWritten() throws Exception {
    Path lake = Files.createDirectory(folder.resolve("lake"));
    importIntoClosed(lake, lake);
    assertThat(lake).isEmptyDirectory();
  }

  @Test
  void rowsForATableThatCannotBeWritten() throws Exception {
    Path lake = folder.resolve("lake");
    importInto(lake).succeeded();
    String before = contents(lake);
    for (String closed : List.of("t", ".azof-staging")) {
      importIntoClosed(lake, lake.resolve(closed));
      assertThat(contents(lake)).isEqualTo(before);
    }
    importInto(lake).succeeded();
  }

  @Test
  void aPlaceOfTheSystemsOwn() throws Exception {
    importInto(Path.of("/proc/lake")).failed(7, "/proc/lake");
  }

  private static String contents(Path lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      return String.join("\n", files.map(Path::toString).sorted().toList());
    }
  }

  /** Fails with a sentence that names the folder; nobody is let in but for a privilege of root. */
  private void importIntoClosed(Path lake, Path closed) throws Exception {
    boolean isRoot = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    assumeTrue(!isRoot || isInstalled(WITHOUT_PRIVILEGES.get(0)), "setpriv is needed");
    Path process = Files.createDirectories(folder.resolve("process"));
    assertThat(closed.toFile().setWritable(false, false)).isTrue();
    try {
      Azof.Outcome outcome =
          AzofProcess.start(
                  process, isRoot ? WITHOUT_PRIVILEGES : List.of(), Main.class, words(lake))
              .outcome();
      outcome.failed(7, closed.toString());
      assertThat(outcome.out()).isEmpty();
    } finally {
      assertThat(closed.toFile().setWritable(true)).isTrue();
    }
  }

  private Azof.Outcome importInto(Path lake) throws Exception {
    return Azof.in(folder).run(words(lake).toArray(String[]::new));
  }

  private List<String> words(Path lake) throws Exception {
    Path csv = Files.writeString(folder.resolve("rows.csv"), "id,at,n\na,2024-01-01,1\n");
    return List.of(
        "import",
        "--lakehouse",
        lake.toString(),
        "--table",
        "t",
        "--key",
        "id",
        "--event-time",
        "at",
        csv.toString());
  }

  private static boolean isInstalled(String program) {
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(place, program))) {
        return true;
      }
    }
    return false;
  }
}
