package io.azof.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One fixture for each fault, named by it. */
final class BadFilesTest {
  private static final ImportMapping MAPPING = ImportMapping.of(List.of("id"), "at");
  private static final TableSchema TABLE =
      new TableSchema(
          List.of(
              new Column("amount", ColumnType.INT, true),
              new Column("active", ColumnType.BOOLEAN, true),
              new Column("seen", ColumnType.DATE_TIME, true),
              new Column("note", ColumnType.STRING, true)));

  @Test
  void theGoodFileIsGood() {
    ImportRun run = rows("good.csv");
    assertThat(run.rows()).hasSize(3);
    assertThat(run.rejected()).isEmpty();
    assertThat(guess("good.csv").schema()).isEqualTo(TABLE);
  }

  static Stream<Arguments> badRows() {
    return Stream.of(
        Arguments.of(
            "wrong-types.csv",
            List.of(
                "3: column \"amount\" cannot be read as an integer: \"many\"",
                "4: column \"active\" is neither true nor false: \"maybe\"",
                "5: column \"seen\" cannot be read as an ISO-8601 time: \"then\"",
                "6: column \"amount\" is an integer of more than 64 bits:"
                    + " \"99999999999999999999\"")),
        Arguments.of(
            "bad-dates.csv",
            List.of(
                "3: column \"at\" cannot be read as an ISO-8601 time: \"2023-02-29\"",
                "4: column \"at\" cannot be read as an ISO-8601 time: \"yesterday\"",
                "5: column \"at\" is too small a number for epoch milliseconds; say what unit the"
                    + " numbers count: \"20240101\"",
                "6: column \"at\" is too small a number for epoch milliseconds; say what unit the"
                    + " numbers count: \"1704067200\"",
                "7: column \"at\" is empty, but is the event time",
                "8: column \"at\" cannot be read as an ISO-8601 time: \"2024-01-01T25:00:00Z\"")),
        Arguments.of(
            "ragged-rows.csv",
            List.of(
                "3: has 5 fields instead of 6",
                "4: has 7 fields instead of 6",
                "5: has 1 field instead of 6")),
        Arguments.of(
            "broken-quotes.csv",
            List.of(
                "3: field 6 has a quote within a field that does not start with one",
                "4: field 6 goes on after its closing quote")),
        Arguments.of(
            "not-utf-8.csv",
            List.of(
                "3: column \"note\" is not UTF-8: \"caf\uFFFD\"",
                "4: column \"id\" is not UTF-8: \"\uFFFD\"")),
        Arguments.of("no-key.csv", List.of("3: column \"id\" is empty, but is the key")));
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void rejectsBadRowsAndReadsTheOthers(String name, List<String> reasons) throws IOException {
    ImportRun run = rows(name);
    assertThat(run.reasons()).isEqualTo(reasons);
    assertThat(run.rows()).hasSize(2);
    assertThat(run.rows().get(0)).startsWith("a|");
    assertThat(run.rows().get(1)).startsWith("z|");
    List<String> lines = Files.readAllLines(lossless(name), StandardCharsets.UTF_8);
    for (RejectedRow row : run.rejected()) {
      assertThat(row.text()).isEqualTo(lines.get((int) row.line() - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void refusesTheImportAfterAllRowsWhereNoneMayBeRejected(String name, List<String> reasons) {
    int count = reasons.size();
    assertThatThrownBy(() -> read(name, ImportOptions.DEFAULTS.withRejectsMax(count - 1)))
        .isInstanceOf(AzofException.class)
        .hasMessageStartingWith(
            (count == 1
                    ? "A row cannot be imported: "
                    : count + " rows cannot be imported; the first is ")
                + fixture(name)
                + ", line "
                + reasons.get(0));
    assertThat(read(name, ImportOptions.DEFAULTS.withRejectsMax(count)).rows()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '§',
      value = {
        "missing-column.csv ~ COLUMN_NOT_FOUND ~ FILE has no column \"at\"; it has id, amount",
        "duplicate-header.csv ~ ARGUMENT_INVALID ~ FILE: column \"amount\" is named twice in the"
            + " header",
        "nameless-header.csv ~ ARGUMENT_INVALID ~ FILE: column 3 has no name in the header",
        "header-only.csv ~ ARGUMENT_INVALID ~ FILE has a header but no rows, so the types of its"
            + " columns cannot be guessed",
        "empty.csv ~ ARGUMENT_INVALID ~ FILE is empty; its first line must name the columns",
        "blank-lines-only.csv ~ ARGUMENT_INVALID ~ FILE is empty; its first line must name the"
            + " columns",
        "quote-never-closed.csv ~ ARGUMENT_INVALID ~ FILE, line 3: field 6 has a quote that is"
            + " never closed",
        "quote-in-header.csv ~ ARGUMENT_INVALID ~ FILE, line 1: field 3 has a quote within a field"
            + " that does not start with one in the header",
        "carriage-returns-only.csv ~ ARGUMENT_INVALID ~ FILE, line 1: field 6 has a carriage return"
            + " that ends no line in the header",
        "header-not-utf-8.csv ~ ARGUMENT_INVALID ~ FILE, line 1: the header is not UTF-8:"
            + " \"id,at,montant pay\uFFFD\"",
        "utf-16.csv ~ ARGUMENT_INVALID ~ FILE is written in UTF-16; it must be in UTF-8",
        "packed.csv ~ ARGUMENT_INVALID ~ FILE is packed with gzip; unpack it first",
        "reserved-name.csv ~ ARGUMENT_INVALID ~ FILE: column \"_seq\" cannot be a column of a"
            + " table, since names that start with _ are reserved; rename it",
        "key-is-a-value.csv ~ ARGUMENT_INVALID ~ FILE: column \"key\" cannot stand beside \"key\" in"
            + " a table, since names must differ by more than case; rename it",
        "names-differ-by-case.csv ~ ARGUMENT_INVALID ~ FILE: column \"amount\" cannot stand beside"
            + " \"Amount\" in a table, since names must differ by more than case; rename it",
        "not-parquet.parquet ~ DATA_FILE_CORRUPT ~ FILE is not a whole Parquet file: it does not end"
            + " with PAR1",
      })
  void refusesAFileWhoseFormIsWrong(String name, ErrorCode code, String message) {
    assertThatThrownBy(() -> guess(name))
        .isInstanceOf(AzofException.class)
        .hasMessage(message.replace("FILE", fixture(name).toString()))
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(code);
  }

  @Test
  void readsNoRowsOfAFileThatHasNone() {
    assertThat(rows("header-only.csv").rows()).isEmpty();
  }

  @Test
  void refusesFilesOfDifferentColumns() {
    List<Path> files = List.of(fixture("good.csv"), fixture("other-columns.csv"));
    assertThatThrownBy(() -> ImportRun.of(files, MAPPING, ImportOptions.DEFAULTS))
        .hasMessage(
            files.get(1)
                + " has other columns than "
                + files.get(0)
                + ": column 5 is \"comment\" instead of \"seen\"");
  }

  @Test
  void refusesWhatIsNoFile(@TempDir Path folder) {
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> ImportRun.of(List.of(none), MAPPING, ImportOptions.DEFAULTS))
        .hasMessage("There is no file " + none);
    assertThatThrownBy(() -> ImportRun.of(List.of(folder), MAPPING, ImportOptions.DEFAULTS))
        .hasMessage(folder + " is no file that can be imported; name its files one by one");
  }

  private static ImportRun guess(String name) {
    return ImportRun.of(List.of(fixture(name)), MAPPING, ImportOptions.DEFAULTS);
  }

  private static ImportRun rows(String name) {
    return read(name, ImportRun.ANY_REJECTS);
  }

  private static ImportRun read(String name, ImportOptions options) {
    return ImportRun.of(List.of(fixture(name)), MAPPING, options, Optional.of(TABLE));
  }

  /** The same text in a file that is UTF-8. */
  private static Path lossless(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(fixture(name));
    Path copy = Files.createTempFile("fixture", ".csv");
    copy.toFile().deleteOnExit();
    return Files.writeString(copy, new String(bytes, StandardCharsets.UTF_8));
  }

  private static Path fixture(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(BadFilesTest.class.getResource("/ingest/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
