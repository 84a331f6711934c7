package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands beside the code: documents, the image, the check. */
final class RepositoryTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          dead.add(ROOT.relativize(document) + " → " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void theArchitecturePageNamesEveryPackageOfEveryModule() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/ARCHITECTURE.md"));
    List<String> missing = new ArrayList<>();
    for (String module : List.of("azof-storage", "azof-sql", "azof-flight-server", "azof-cli")) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(f -> f.endsWith("package-info.java")).toList()) {
          Path folder = sources.relativize(file.getParent());
          String name = folder.toString().replace('/', '.');
          boolean named =
              page.contains("`" + name + "`")
                  || page.contains("`." + folder.getFileName() + "`")
                  || name.startsWith("io.azof.server.flight.");
          if (!named) {
            missing.add(name);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void theImageRunsAsNobodySpecialHasAHealthCheckAndTheShippedConfiguration() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("Dockerfile"));
    int lastStage = 0;
    for (int i = 0; i < lines.size(); i++) {
      lastStage = lines.get(i).startsWith("FROM ") ? i : lastStage;
    }
    List<String> runtime = lines.subList(lastStage, lines.size());
    assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(2);
    assertThat(runtime)
        .anyMatch(line -> line.matches("USER [1-9][0-9]*"))
        .anyMatch(line -> line.startsWith("HEALTHCHECK "))
        .anyMatch(line -> line.startsWith("COPY conf "))
        .anyMatch(line -> line.contains("/azof-cli/target/azof.jar"))
        .anyMatch(line -> line.startsWith("ENTRYPOINT ["));
    assertThat(ROOT.resolve("conf/azof.properties")).exists();
  }

  @Test
  void theChangelogKeepsItsForm() throws IOException {
    List<String> headings =
        Files.readAllLines(ROOT.resolve("CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("## "))
            .toList();
    assertThat(headings.get(0)).isEqualTo("## [Unreleased]");
    assertThat(headings.subList(1, headings.size()))
        .allMatch(line -> line.matches("## \\[\\d+\\.\\d+\\.\\d+] - \\d{4}-\\d\\d-\\d\\d"));
  }

  @Test
  void scriptsCanBeExecuted() {
    assertThat(ROOT.resolve("azof")).isExecutable();
    assertThat(ROOT.resolve(".ci/run")).isExecutable();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("docs/decisions"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }
}
