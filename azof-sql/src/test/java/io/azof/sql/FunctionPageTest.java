package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.InProcessConnection;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.sql.testing.SqlTestResult;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of the tables of functions in docs/SQL.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FunctionPageTest {
  /**
   * A row of a table.
   *
   * @param rows the FROM clause of its section, or empty
   */
  private record Example(String names, String expression, String answer, String rows) {
    @Override
    public String toString() {
      return expression;
    }
  }

  private final BufferAllocator allocator = new RootAllocator();
  private Lakehouse lakehouse;
  private QueryEngine engine;

  @BeforeAll
  void open() {
    lakehouse = Lakehouse.openOrCreate("memory:");
    engine = QueryEngine.open(lakehouse, allocator);
  }

  @AfterAll
  void everythingIsGivenBack() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void theAnswerIsWhatThePageSays(Example example) throws SqlTestFailure {
    SqlTestResult result =
        new InProcessConnection(engine, allocator)
            .run("SELECT " + example.expression() + " AS answer " + example.rows(), List.of());
    String answer = result.rows().stream().map(row -> row.get(0)).collect(Collectors.joining(", "));
    assertThat(answer).isEqualTo(example.answer());
  }

  @Test
  void anExampleShowsOneOfTheNamesOfItsRow() {
    assertThat(examples())
        .hasSizeGreaterThan(150)
        .allSatisfy(
            example ->
                assertThat(example.names().replace("`", "").replace("\\|", "|").split(", | "))
                    .anyMatch(name -> capitals(example.expression()).contains(name)));
  }

  /** Every name of a row is a function: with the arguments of the example it gives the answer. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("otherNames")
  void otherNamesOfAFunctionGiveTheSame(Example example) throws SqlTestFailure {
    theAnswerIsWhatThePageSays(example);
  }

  private static List<Example> otherNames() {
    List<Example> others = new ArrayList<>();
    for (Example example : examples()) {
      List<String> names = List.of(example.names().split(", "));
      for (String shown : names) {
        if (names.size() > 1 && example.expression().startsWith(shown + "(")) {
          names.stream()
              .filter(name -> name.matches("[A-Z_0-9]+") && !name.equals(shown))
              .map(name -> name + example.expression().substring(shown.length()))
              .filter(expression -> !expression.matches("SUBSTR\\(.* FROM .*"))
              .map(it -> new Example(example.names(), it, example.answer(), example.rows()))
              .forEach(others::add);
        }
      }
    }
    return others;
  }

  private static List<Example> examples() {
    String page = page();
    String functions = page.substring(page.indexOf("## Functions"));
    String sections = functions.substring(0, functions.indexOf("## Parameters"));
    return Arrays.stream(sections.split("### ")).flatMap(FunctionPageTest::examplesOf).toList();
  }

  private static Stream<Example> examplesOf(String section) {
    String rows = section.lines().filter(line -> line.startsWith("FROM ")).findFirst().orElse("");
    return section
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Function "))
        .map(line -> line.substring(2).split("(?<!\\\\)\\|"))
        .map(cells -> new Example(cells[0].strip(), code(cells[1]), code(cells[2]), rows));
  }

  private static String code(String cell) {
    String stripped = cell.strip();
    return stripped.substring(1, stripped.length() - 1).replace("\\|", "|");
  }

  private static String capitals(String expression) {
    return expression.toUpperCase(Locale.ROOT);
  }

  private static String page() {
    try {
      return Files.readString(Path.of("..", "docs", "SQL.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
