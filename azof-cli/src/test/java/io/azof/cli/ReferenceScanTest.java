package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The right answers about the reference tables, through {@code azof scan --format csv}. Their
 * checksums leave out the rows in which a value is null; their row counts do not.
 */
final class ReferenceScanTest {
  private static final Pattern EXPECTED =
      Pattern.compile(
          "\\{\"table\":\"(\\w+)\",\"as_of\":\"([^\"]+)\",\"rows\":(\\d+),\"files\":\\d+"
              + "(?:,\"md5\":\"(\\w+)\")?}");

  @TestFactory
  List<DynamicTest> everyLineAnswersRight() throws IOException {
    Path folder = ReferenceData.folder();
    assumeTrue(
        Files.isDirectory(folder),
        "the reference tables are not here; set -Dazof.testdata to their folder");
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("expected-as-of.jsonl"))) {
      Matcher expected = EXPECTED.matcher(line);
      assertThat(expected.matches()).as(line).isTrue();
      tests.add(
          DynamicTest.dynamicTest(
              expected.group(1) + " as of " + expected.group(2),
              () -> answersRight(folder.resolve("reference-tables"), expected)));
    }
    assertThat(tests).hasSize(30);
    return tests;
  }

  private static void answersRight(Path lakehouse, Matcher expected)
      throws NoSuchAlgorithmException {
    List<String> arguments =
        new ArrayList<>(
            List.of("scan", "--lakehouse", lakehouse.toString(), "--table", expected.group(1)));
    arguments.addAll(List.of("--format", "csv"));
    if (!expected.group(2).equals("latest")) {
      arguments.addAll(List.of("--as-of", expected.group(2)));
    }
    String out = Azof.in(lakehouse).run(arguments.toArray(String[]::new)).succeeded().out();

    List<List<String>> rows = Csv.parse(out);
    List<List<String>> data = rows.subList(1, rows.size());
    assertThat(data).hasSize(Integer.parseInt(expected.group(3)));
    assertThat(data.stream().map(row -> row.get(0))).isSorted();
    if (expected.group(4) != null) {
      assertThat(md5(data)).isEqualTo(expected.group(4));
    }
  }

  private static String md5(List<List<String>> rows) throws NoSuchAlgorithmException {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (!row.contains(Csv.NULL)) {
        lines.add(String.join("|", row.stream().map(ReferenceScanTest::inMillis).toList()));
      }
    }
    lines.sort(null);
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
  }

  private static String inMillis(String field) {
    return field.matches("\\d{4}-\\d\\d-\\d\\dT.*Z")
        ? Long.toString(Instant.parse(field).toEpochMilli())
        : field;
  }
}
