package io.azof.sql.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files of SQL tests; their README.md says how they are written. */
public final class SqlTestFile {
  /** Files of statements that change nothing, so that they can share their tables. */
  private static final List<String> READING =
      List.of(
          "time-clauses",
          "versions",
          "history",
          "temporal-joins",
          "push-down",
          "select",
          "queries",
          "functions",
          "types",
          "columns",
          "parameters",
          "explain",
          "errors",
          "system-tables",
          "now");

  private final String name;
  private final List<SqlTestCase> cases = new ArrayList<>();

  private SqlTestFile(String name) {
    this.name = name;
  }

  /** The cases of all files whose statements change nothing. */
  public static Stream<SqlTestCase> readingCases() {
    return READING.stream().map(name -> cases(name + ".sqltest")).flatMap(List::stream);
  }

  /** The names of the files whose statements change tables: each needs them for itself. */
  public static List<String> changing() {
    return List.of("insert", "update", "delete", "tables", "procedures");
  }

  /**
   * The cases of a file on the class path, in order.
   *
   * @param name the name below {@code /sql/}, such as {@code time-clauses.sqltest}
   */
  public static List<SqlTestCase> cases(String name) {
    try (InputStream file = SqlTestFile.class.getResourceAsStream("/sql/" + name)) {
      if (file == null) {
        throw new IllegalArgumentException("no SQL tests " + name);
      }
      SqlTestFile tests = new SqlTestFile(name);
      tests.read(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
      return List.copyOf(tests.cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(List<String> lines) {
    int start = 0;
    for (int i = 0; i <= lines.size(); i++) {
      if (i == lines.size() || lines.get(i).isBlank()) {
        add(start + 1, lines.subList(start, i));
        start = i + 1;
      }
    }
  }

  private void add(int line, List<String> block) {
    List<String> sql = after(block, '>').toList();
    if (sql.isEmpty()) {
      return;
    }
    block.forEach(text -> requireKnown(line, text));
    List<@Nullable Object> parameters = new ArrayList<>();
    after(block, '?').forEach(text -> parameters.add(SqlTestText.parameter(text)));
    boolean ordered = after(block, '=').findAny().isPresent();
    cases.add(
        new SqlTestCase(
            name,
            line,
            String.join("\n", sql),
            parameters,
            after(block, ':').findFirst().orElse(""),
            Stream.concat(after(block, '='), after(block, '~')).findFirst().orElse(""),
            ordered,
            after(block, '|').toList(),
            after(block, '!').toList(),
            after(block, '%').toList(),
            after(block, '@').findFirst()));
  }

  private void requireKnown(int line, String text) {
    if (Arrays.asList(">", "?", ":", "=", "~", "|", "!", "%", "@", "#").stream()
        .noneMatch(text::startsWith)) {
      throw new IllegalArgumentException(name + ", after line " + line + ": " + text);
    }
  }

  private static Stream<String> after(List<String> block, char mark) {
    return block.stream()
        .filter(text -> text.charAt(0) == mark)
        .map(text -> text.substring(Math.min(2, text.length())));
  }
}
