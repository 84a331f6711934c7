package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with programs in the place of Java and Maven that say what they are asked. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -XshowSettings:properties ]; then
        echo "    java.specification.version = %s" >&2
        exit 0
      fi
      pwd
      for word in "$@"; do echo "[$word]"; done
      """;

  @TempDir private Path folder;
  private Path home;
  private Path programs;
  private Path elsewhere;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(folder.resolve("the home")).toRealPath();
    programs = Files.createDirectory(folder.resolve("bin"));
    elsewhere = Files.createDirectory(folder.resolve("else where")).toRealPath();
    Files.copy(Path.of("..", "azof"), home.resolve("azof"));
    Files.createDirectories(home.resolve("azof-cli/target"));
  }

  @Test
  void argumentsAndTheWorkingDirectoryAreKept() throws Exception {
    program("java", JAVA.formatted("17"));
    built();
    assertThat(run(Map.of(), home.resolve("azof").toString(), "sql", "SELECT 'a b'", ""))
        .isEqualTo(
            List.of(
                elsewhere.toString(),
                "[-jar]",
                "[" + home.resolve("azof-cli/target/azof.jar") + "]",
                "[sql]",
                "[SELECT 'a b']",
                "[]",
                "exit 0"));
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws Exception {
    program("java", JAVA.formatted("17"));
    built();
    Files.createSymbolicLink(elsewhere.resolve("one"), home.resolve("azof"));
    Files.createSymbolicLink(elsewhere.resolve("two"), Path.of("one"));
    assertThat(run(Map.of(), elsewhere.resolve("two").toString(), "tables"))
        .contains("[" + home.resolve("azof-cli/target/azof.jar") + "]", "exit 0");
  }

  @Test
  void optionsForTheVirtualMachineAreTakenFromTheEnvironment() throws Exception {
    program("java", JAVA.formatted("17"));
    built();
    assertThat(run(Map.of("AZOF_JAVA_OPTS", "-Xmx1g -Da=b"), home.resolve("azof").toString(), "x"))
        .containsSequence("[-Xmx1g]", "[-Da=b]", "[-jar]");
  }

  @Test
  void aNewJavaIsToldNotToWarnOfArrow() throws Exception {
    program("java", JAVA.formatted("25"));
    built();
    assertThat(run(Map.of(), home.resolve("azof").toString(), "x"))
        .containsSequence("[--sun-misc-unsafe-memory-access=allow]", "[-jar]");
  }

  @Test
  void anOldJavaIsNamed() throws Exception {
    program("java", JAVA.formatted("11"));
    built();
    assertThat(run(Map.of(), home.resolve("azof").toString(), "x"))
        .isEqualTo(
            List.of(
                "azof: needs Java 17 or newer, but java is of version 11; set JAVA_HOME to a newer"
                    + " one",
                "exit 1"));
  }

  @Test
  void aVeryOldJavaIsNamed() throws Exception {
    program("java", JAVA.formatted("1.8"));
    built();
    assertThat(run(Map.of(), home.resolve("azof").toString(), "x").get(0))
        .contains("needs Java 17 or newer");
  }

  @Test
  void aMissingJavaIsSaid() throws Exception {
    built();
    assertThat(run(Map.of(), home.resolve("azof").toString(), "x"))
        .isEqualTo(
            List.of(
                "azof: needs Java 17 or newer; install a JDK, or set JAVA_HOME to one", "exit 1"));
  }

  @Test
  void onFirstUseItIsBuiltWithOneLineOfProgress() throws Exception {
    program("java", JAVA.formatted("17"));
    program("mvn", "#!/bin/sh\necho much ado\ntouch azof-cli/target/azof.jar\n");
    List<String> said = run(Map.of(), home.resolve("azof").toString(), "tables");
    assertThat(said.get(0)).startsWith("azof: building on first use");
    assertThat(said).contains(elsewhere.toString(), "[tables]").doesNotContain("much ado");
  }

  @Test
  void aBuildThatFailsShowsItsEnd() throws Exception {
    program("java", JAVA.formatted("17"));
    program("mvn", "#!/bin/sh\necho no such dependency\nexit 1\n");
    assertThat(run(Map.of(), home.resolve("azof").toString(), "tables"))
        .contains("no such dependency", "exit 1")
        .anyMatch(line -> line.startsWith("azof: the build failed; all that Maven said is in "));
  }

  @Test
  void aBuildThatFailsLeavesNoHalfJar() throws Exception {
    program("java", JAVA.formatted("17"));
    program("mvn", "#!/bin/sh\ntouch azof-cli/target/azof.jar\nexit 1\n");
    assertThat(run(Map.of(), home.resolve("azof").toString(), "tables")).contains("exit 1");
    assertThat(home.resolve("azof-cli/target/azof.jar")).doesNotExist();
  }

  @Test
  void withoutMavenTheFirstUseSaysSo() throws Exception {
    program("java", JAVA.formatted("17"));
    assertThat(run(Map.of(), home.resolve("azof").toString(), "tables"))
        .anyMatch(line -> line.startsWith("azof: needs Maven"))
        .contains("exit 1");
  }

  private void built() throws IOException {
    Files.createFile(home.resolve("azof-cli/target/azof.jar"));
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(programs.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Everything that was said, by line, and how it ended. */
  private List<String> run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    // Only the tools that the launcher itself needs, so that no real Java or Maven is found.
    for (String tool :
        List.of("sh", "readlink", "dirname", "sed", "mktemp", "tail", "rm", "touch")) {
      for (String place : List.of("/bin/", "/usr/bin/")) {
        Path link = programs.resolve(tool);
        if (Files.isExecutable(Path.of(place + tool)) && !Files.exists(link)) {
          Files.createSymbolicLink(link, Path.of(place + tool));
        }
      }
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(said.lines().toList());
    lines.add("exit " + process.waitFor());
    return lines;
  }
}
