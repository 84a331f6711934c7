package io.azof.storage.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvRecordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a,b\nc,d\n", "a,b\r\nc,d", "\n\na,b\n\r\nc,d\r\n\r\n", "\uFEFFa,b\nc,d\r"})
  void endsRecordsAtLineEndsAndAtTheEnd(String text) {
    assertThat(records(text)).containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void keepsWhatStandsInQuotes() {
    assertThat(records("\"a,\"\"b\"\"\r\n\",\" \"\r\nc , d\n"))
        .containsExactly(List.of("a,\"b\"\r\n", " "), List.of("c ", " d"));
  }

  @Test
  void tellsAnEmptyFieldFromEmptyQuotes() {
    assertThat(records(",\"\",\n,"))
        .containsExactly(List.of("null", "", "null"), List.of("null", "null"));
  }

  @Test
  void countsTheLinesThatARecordSpans() {
    try (CsvRecords records = open("a\n\n\"b\nb\"\r\nc")) {
      List<Long> lines = new ArrayList<>();
      while (records.next()) {
        lines.add(records.recordLine());
      }
      assertThat(lines).containsExactly(1L, 3L, 5L);
    }
  }

  @Test
  void namesTheFieldOfAFaultAndGoesOnBehindItsLine() {
    assertThat(faults("a,b\nc,d\"e,\n\"f\",g\n\"h\ni\"j\r\nk,l"))
        .containsExactly(
            "1: a,b",
            "2: field 2 has a quote within a field that does not start with one: c,d\"e,",
            "3: \"f\",g",
            "4: field 1 goes on after its closing quote: \"h\ni\"j",
            "6: k,l");
    assertThat(faults("a\rb"))
        .containsExactly("1: field 1 has a carriage return that ends no line: a\rb");
  }

  @Test
  void refusesAQuoteThatIsNeverClosed() {
    assertThatThrownBy(() -> records("a\n\n\"b,\nc"))
        .isInstanceOf(AzofException.class)
        .hasMessage("t.csv, line 3: field 1 has a quote that is never closed");
  }

  @Test
  void refusesARecordThatNeverEnds() {
    assertThatThrownBy(() -> records("a,\"" + "b".repeat(33 << 20) + "\""))
        .hasMessage("t.csv has a record of more than 33554432 bytes; a quote may be missing");
  }

  @Test
  void refusesAnotherEncoding() {
    byte[] utf16 = "a,b".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> new CsvRecords("t.csv", new ByteArrayInputStream(utf16), ','))
        .hasMessage("t.csv is written in UTF-16; it must be in UTF-8");
  }

  @Test
  void knowsWhichFieldsAreNotUtf8() {
    byte[] latin1 = "é,é\nÃ©,\"ÿ\"\n".getBytes(StandardCharsets.ISO_8859_1);
    try (CsvRecords records = new CsvRecords("t.csv", new ByteArrayInputStream(latin1), ',')) {
      assertThat(records.next()).isTrue();
      assertThat(records.isUtf8()).isFalse();
      assertThat(records.isUtf8(0)).isFalse();
      assertThat(records.recordText()).isEqualTo("\uFFFD,\uFFFD");
      assertThat(records.next()).isTrue();
      assertThat(records.isUtf8()).isFalse();
      assertThat(records.isUtf8(0)).isTrue();
      assertThat(records.text(0)).isEqualTo("é");
      assertThat(records.isUtf8(1)).isFalse();
    }
  }

  @Test
  void readsTheSameFromAStreamThatGivesItsBytesOneByOne() {
    String text = "\uFEFFa,\"b\"\"\r\n\"\r\n\r\n,é\r";
    assertThat(read(new OneByOne(text))).isEqualTo(records(text)).hasSize(2);
  }

  @Test
  void readsRandomRecordsAsTheyWereWritten() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<List<String>> written = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      int columns = 1 + random.nextInt(4);
      for (int i = random.nextInt(20); i > 0; i--) {
        List<String> fields = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
          String field = RandomField.draw(random);
          fields.add(field);
          text.append(column == 0 ? "" : ";").append("\"").append(field.replace("\"", "\"\""));
          text.append("\"");
        }
        written.add(fields);
        text.append(random.nextBoolean() ? "\n" : "\r\n");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(read(new ByteArrayInputStream(bytes), ';')).as("seed %d", seed).isEqualTo(written);
    }
  }

  private static CsvRecords open(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new CsvRecords("t.csv", new ByteArrayInputStream(bytes), ',');
  }

  private static List<String> faults(String text) {
    List<String> all = new ArrayList<>();
    try (CsvRecords records = open(text)) {
      while (records.next()) {
        String fault = records.fault() == null ? "" : records.fault() + ": ";
        all.add(records.recordLine() + ": " + fault + records.recordText());
      }
    }
    return all;
  }

  private static List<List<String>> records(String text) {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<List<String>> read(InputStream in) {
    return read(in, ',');
  }

  private static List<List<String>> read(InputStream in, char delimiter) {
    List<List<String>> all = new ArrayList<>();
    try (CsvRecords records = new CsvRecords("t.csv", in, delimiter)) {
      while (records.next()) {
        assertThat(records.fault()).isNull();
        assertThat(records.isUtf8()).isTrue();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < records.fieldCount(); i++) {
          fields.add(records.isNull(i) ? "null" : records.text(i));
        }
        all.add(fields);
      }
    }
    return all;
  }

  /** Texts out of all that matters to the form of a file. */
  private static final class RandomField {
    private static final String LETTERS = "aé\uD83D\uDE00\",;\r\n ";

    static String draw(Random random) {
      return random
          .ints(random.nextInt(8), 0, (int) LETTERS.codePoints().count())
          .map(i -> LETTERS.codePoints().toArray()[i])
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }

  /** A stream of a text that never gives more than asked for and never more than a byte. */
  private static final class OneByOne extends ByteArrayInputStream {
    OneByOne(String text) {
      super(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return super.read(bytes, offset, Math.min(length, 1));
    }
  }
}
