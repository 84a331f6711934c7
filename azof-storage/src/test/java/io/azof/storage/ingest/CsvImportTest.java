package io.azof.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvImportTest {
  private static final ImportMapping MAPPING = ImportMapping.of(List.of("id"), "at");
  private static final long DAY = 1_704_067_200_000L; // 2024-01-01

  @TempDir private Path folder;

  @Test
  void makesKeysTimesAndValuesOfTheColumns() throws IOException {
    ImportRun run =
        read(
            """
            note,id,at,amount
            "a, ""b""
            c",7,2024-01-01,1
            ,007,2024-01-01T01:00:00+01:00,-2
            "",ü,2024-01-01 00:00:00.9999,
            """);
    assertThat(run.types()).containsExactly("note String", "amount Int");
    assertThat(run.rows())
        .containsExactly(
            "7|" + DAY + "|a, \"b\"\nc|1",
            "007|" + DAY + "|null|-2",
            "ü|" + (DAY + 999) + "||null");
    assertThat(run.rejected()).isEmpty();
  }

  @Test
  void readsTheSameWithOtherLineEndsDelimitersAndAByteOrderMark() throws IOException {
    String plain = "id,at,note\na,2024-01-01,\"x\ny\"\n\nb,2024-01-02,\n";
    List<String> expected = read(plain).rows();
    assertThat(read(plain.replace("\n", "\r\n")).rows()).hasSize(2);
    assertThat(read("\uFEFF" + plain.strip()).rows()).isEqualTo(expected);
    Path file = file("semicolons.csv", plain.replace(',', ';'));
    assertThat(
            ImportRun.of(List.of(file), MAPPING, ImportOptions.DEFAULTS.withDelimiter(';')).rows())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Int | 0 -7 9223372036854775807",
        "Decimal(38,0) | 1 9223372036854775808",
        "Double | 1 -2.5 1e300 NaN",
        "Double | 9223372036854775808 0.5",
        "Boolean | true FALSE True",
        "Date | 2024-02-29 0001-01-01",
        "DateTime | 2024-02-29 2024-02-29T10:00Z",
        "String | 2023-02-29",
        "String | 007 8",
        "String | +41791234567",
        "String | 00.5",
        "String | 1 x",
        "String | 0x10",
        "String | 1e 2",
        "Int | 1 EMPTY 2",
        "String | 1 QUOTES 2",
        "String | EMPTY",
      })
  void guessesTheTypeThatFitsAllValues(String type, String values) throws IOException {
    StringBuilder csv = new StringBuilder("id,at,value\n");
    for (String value : List.of(values.split(" ", -1))) {
      String field = value.equals("EMPTY") ? "" : value.equals("QUOTES") ? "\"\"" : value;
      csv.append("k,2024-01-01,").append(field).append('\n');
    }
    assertThat(read(csv.toString()).types()).containsExactly("value " + type);
  }

  @Test
  void rejectsLaterRowsThatAGuessDoesNotFit() throws IOException {
    String csv =
        "id,at,value\na,2024-01-01,1\nb,2024-01-01,1.5\nc,2024-01-01,007\nd,2024-01-01,2\n";
    ImportOptions options = ImportRun.ANY_REJECTS.withSampleRows(1);
    ImportRun run = ImportRun.of(List.of(file("t.csv", csv)), MAPPING, options);
    assertThat(run.rows()).containsExactly("a|" + DAY + "|1", "d|" + DAY + "|2");
    assertThat(run.reasons())
        .containsExactly(
            "3: column \"value\" cannot be read as an integer: \"1.5\" (that it is Int is guessed)",
            "4: column \"value\" is not written like a number of earlier rows: \"007\"");
  }

  @Test
  void takesTheTypesOfATableThatExists() throws IOException {
    TableSchema table =
        new TableSchema(
            List.of(
                new Column("price", ColumnType.decimal(6, 2), true),
                new Column("code", ColumnType.INT, true),
                new Column("bytes", ColumnType.BINARY, true),
                new Column("day", ColumnType.DATE, true),
                new Column("part", ColumnType.DOUBLE, false)));
    String csv =
        """
        id,at,bytes,code,day,part,price
        a,2024-01-01,00ff,007,1970-01-02,0.1,1234.5
        b,2024-01-01,,,,1e-3,-0.010
        c,2024-01-01,0,,,1,
        d,2024-01-01,,,,1,10000
        e,2024-01-01,,,,1,0.001
        f,2024-01-01,,,,,
        """;
    ImportRun run =
        ImportRun.of(
            List.of(file("t.csv", csv)), MAPPING, ImportRun.ANY_REJECTS, Optional.of(table));
    assertThat(run.rows())
        .containsExactly(
            "a|" + DAY + "|1234.50|7|[0, -1]|day 1|0.1",
            "b|" + DAY + "|-0.01|null|null|null|0.001");
    assertThat(run.reasons())
        .containsExactly(
            "4: column \"bytes\" cannot be read as bytes, which are written as pairs of hexadecimal"
                + " digits: \"0\"",
            "5: column \"price\" does not fit in Decimal(6,2): \"10000\"",
            "6: column \"price\" does not fit in Decimal(6,2): \"0.001\"",
            "7: column \"part\" is empty, but must have a value");
  }

  @Test
  void wantsTheColumnsOfATableThatExistsAndNoOthers() throws IOException {
    TableSchema table = new TableSchema(List.of(new Column("value", ColumnType.STRING, true)));
    Path few = file("few.csv", "id,at\na,2024-01-01\n");
    assertThatThrownBy(
            () -> ImportRun.of(List.of(few), MAPPING, ImportOptions.DEFAULTS, Optional.of(table)))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("few.csv: column \"value\" of the table is missing");
    Path many = file("many.csv", "id,at,value,extra\na,2024-01-01,,\n");
    assertThatThrownBy(
            () -> ImportRun.of(List.of(many), MAPPING, ImportOptions.DEFAULTS, Optional.of(table)))
        .hasMessageContaining("many.csv: the table has no column \"extra\"; it has key");
  }

  @Test
  void joinsSeveralKeyColumnsAndKeepsThem() throws IOException {
    Path file = file("t.csv", "b,at,a\nx|y,2024-01-01,1\n\\,2024-01-01,2\n,2024-01-01,3\n");
    ImportRun run =
        ImportRun.of(
            List.of(file), ImportMapping.of(List.of("a", "b"), "at"), ImportRun.ANY_REJECTS);
    assertThat(run.rows()).containsExactly("1|x\\|y|" + DAY + "|x|y|1", "2|\\\\|" + DAY + "|\\|2");
    assertThat(run.reasons()).containsExactly("4: column \"b\" is empty, but is part of the key");
  }

  @Test
  void makesTombstonesOfDeletes() throws IOException {
    Path file =
        file(
            "t.csv",
            """
            id,at,value,gone
            a,2024-01-01,1,False
            b,2024-01-01,no number,TRUE
            c,2024-01-01,,
            d,2024-01-01,x,
            """);
    ImportMapping mapping =
        new ImportMapping(List.of("id"), "at", Optional.of(DeleteCondition.parse("gone=true")));
    ImportRun run =
        ImportRun.of(
            List.of(file),
            mapping,
            ImportRun.ANY_REJECTS,
            Optional.of(new TableSchema(List.of(new Column("value", ColumnType.INT, true)))));
    assertThat(run.rows())
        .containsExactly(
            "a|" + DAY + "|false|1", "b|" + DAY + "|true|null", "c|" + DAY + "|false|null");
    assertThat(run.reasons())
        .containsExactly("5: column \"value\" cannot be read as an integer: \"x\"");
  }

  @Test
  void readsNumbersAsEpochMilliseconds() throws IOException {
    Path millis = file("millis.csv", "id,at\na,1704067200000\nb,1704067200\nc,20240101\n");
    ImportRun run = ImportRun.of(List.of(millis), MAPPING, ImportRun.ANY_REJECTS);
    assertThat(run.rows()).containsExactly("a|" + DAY);
    assertThat(run.reasons())
        .containsExactly(
            "3: column \"at\" is too small a number for epoch milliseconds; say what unit the"
                + " numbers count: \"1704067200\"",
            "4: column \"at\" is too small a number for epoch milliseconds; say what unit the"
                + " numbers count: \"20240101\"");
    Path seconds = file("seconds.csv", "id,at\na,1704067200\nb,0\nc,99999999999999999\n");
    ImportOptions options = ImportRun.ANY_REJECTS.withEpochUnit(EpochUnit.SECONDS);
    ImportRun ofSeconds = ImportRun.of(List.of(seconds), MAPPING, options);
    assertThat(ofSeconds.rows()).containsExactly("a|" + DAY, "b|0");
    assertThat(ofSeconds.reasons()).hasSize(1).first().asString().contains("the years 0 to 9999");
  }

  @Test
  void rejectsEventTimesTooFarInTheFuture() throws IOException {
    ImportOptions options = ImportRun.ANY_REJECTS.withEventTimeMillisMax(DAY);
    Path file = file("t.csv", "id,at\na,2024-01-01\nb,2024-01-01T00:00:00.001Z\n");
    ImportRun run = ImportRun.of(List.of(file), MAPPING, options);
    assertThat(run.rows()).containsExactly("a|" + DAY);
    assertThat(run.reasons())
        .containsExactly(
            "3: column \"at\" is after "
                + new EventTime(DAY)
                + ", too far in the future: \"2024-01-01T00:00:00.001Z\"");
  }

  @Test
  void readsFilesOneAfterTheOtherAndCountsThem() throws IOException {
    StringBuilder csv = new StringBuilder("id,at,text\n");
    for (int i = 0; i < 40_000; i++) {
      csv.append(i).append(",2024-01-01,").append(i % 7 == 0 ? "" : "t" + i).append('\n');
    }
    Path first = file("first.csv", csv.toString());
    Path second = file("second.csv", "id,at,text\nlast,2024-01-01,\"\"\n");
    ImportRun run = ImportRun.of(List.of(first, second), MAPPING, ImportOptions.DEFAULTS);
    assertThat(run.rows()).hasSize(40_001).last().isEqualTo("last|" + DAY + "|");
    assertThat(run.rows()).element(39_999).isEqualTo("39999|" + DAY + "|t39999");
    long bytes = Files.size(first) + Files.size(second);
    assertThat(run.progress()).isEqualTo(new ImportProgress(bytes, bytes, 40_001, 0));
  }

  @Test
  void keepsABatchSmallWhereTextsAreLong() throws IOException {
    String text = "x".repeat(1 << 20);
    StringBuilder csv = new StringBuilder("id,at,text\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(",2024-01-01,").append(text).append('\n');
    }
    assertThat(read(csv.toString()).rows()).hasSize(40);
  }

  @Test
  void leavesNothingOfARejectedRowInTheNextOne() throws IOException {
    Path file =
        file(
            "t.csv", "id,at,text,n\na,2024-01-01,long text,x\nb,2024-01-01,,1\nc,2024-01-01,t,2\n");
    TableSchema table =
        new TableSchema(
            List.of(
                new Column("text", ColumnType.STRING, true),
                new Column("n", ColumnType.INT, true)));
    ImportRun run = ImportRun.of(List.of(file), MAPPING, ImportRun.ANY_REJECTS, Optional.of(table));
    assertThat(run.rows()).containsExactly("b|" + DAY + "|null|1", "c|" + DAY + "|t|2");
  }

  private ImportRun read(String csv) throws IOException {
    return ImportRun.of(List.of(file("t.csv", csv)), MAPPING, ImportOptions.DEFAULTS);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }
}
