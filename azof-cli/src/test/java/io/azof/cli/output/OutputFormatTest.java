package io.azof.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutputFormatTest {
  private static final List<OutputColumn> COLUMNS =
      List.of(new OutputColumn("name", false), new OutputColumn("amount", true));

  @Test
  void aTableAlignsTextToTheLeftAndNumbersToTheRight() throws IOException {
    assertThat(written(OutputFormat.TABLE, row("a", 5L), row("longer", -1234L)))
        .isEqualTo(
            """
            name    amount
            ------  ------
            a            5
            longer   -1234
            (2 rows)
            """);
  }

  @Test
  void aTableShowsNullsAndControlCharactersOnOneLine() throws IOException {
    assertThat(written(OutputFormat.TABLE, row("two\nlines\u001b[0m", null)))
        .isEqualTo(
            """
            name                 amount
            -------------------  ------
            two\\nlines\\u001b[0m    null
            (1 row)
            """);
  }

  @Test
  void aTableStreamsRowsBehindItsLookahead() throws IOException {
    List<?>[] rows =
        IntStream.range(0, 2_500).mapToObj(i -> row("r" + i, (long) i)).toArray(List<?>[]::new);

    List<String> lines = written(OutputFormat.TABLE, rows).lines().toList();

    assertThat(lines).hasSize(2 + 2_500 + 1);
    assertThat(lines.get(2 + 1_000)).isEqualTo("r1000    1000");
    assertThat(lines.get(2 + 2_500)).isEqualTo("(2500 rows)");
  }

  @Test
  void aValueWiderThanItsColumnStandsOutWhole() throws IOException {
    String wide = "x".repeat(200);
    assertThat(written(OutputFormat.TABLE, row(wide, 1L))).contains(wide + "       1\n");
  }

  @Test
  void aTableWithoutRowsHasItsHeader() throws IOException {
    assertThat(written(OutputFormat.TABLE)).isEqualTo("name  amount\n----  ------\n(0 rows)\n");
  }

  @Test
  void csvTellsNullFromEmptyText() throws IOException {
    assertThat(written(OutputFormat.CSV, row(null, 1L), row("", null)))
        .isEqualTo("name,amount\n,1\n\"\",\n");
  }

  @Test
  void csvQuotesWhatWouldBreakIt() throws IOException {
    assertThat(written(OutputFormat.CSV, row("a,b", 1L), row("say \"x\"", 2L), row("l\nm", 3L)))
        .isEqualTo("name,amount\n\"a,b\",1\n\"say \"\"x\"\"\",2\n\"l\nm\",3\n");
  }

  @Test
  void jsonIsOneObjectALine() throws IOException {
    assertThat(written(OutputFormat.JSON, row("say \"x\"\n", 1L), row(null, null)))
        .isEqualTo(
            """
            {"name":"say \\"x\\"\\n","amount":1}
            {"name":null,"amount":null}
            """);
  }

  @Test
  void jsonKeepsNumbersAndBooleansPlainAndTheRestAsText() throws IOException {
    assertThat(
            written(
                OutputFormat.JSON,
                row(true, new BigDecimal("1E+3")),
                row(Instant.ofEpochMilli(5), 2.5),
                row(new byte[] {1, (byte) 0xab}, Double.NaN)))
        .isEqualTo(
            """
            {"name":true,"amount":1000}
            {"name":"1970-01-01T00:00:00.005Z","amount":2.5}
            {"name":"01ab","amount":"NaN"}
            """);
  }

  @Test
  void timesAreIsoWithMilliseconds() throws IOException {
    assertThat(
            written(
                OutputFormat.CSV,
                row(Instant.parse("2019-01-17T00:00:00Z"), 1L),
                row(LocalDateTime.of(2019, 1, 17, 0, 0), 2L),
                row(LocalDate.of(2019, 1, 17), 3L)))
        .isEqualTo(
            """
            name,amount
            2019-01-17T00:00:00.000Z,1
            2019-01-17T00:00:00.000,2
            2019-01-17,3
            """);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private static String written(OutputFormat format, List<?>... rows) throws IOException {
    StringWriter out = new StringWriter();
    format.write(new GivenRows(COLUMNS, List.of(rows)), out);
    return out.toString();
  }
}
