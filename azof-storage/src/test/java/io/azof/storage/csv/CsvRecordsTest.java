package io.azof.storage.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvRecordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a,b\nc,d\n", "a,b\r\nc,d", "\n\na,b\n\r\nc,d\r\n\r\n", "\uFEFFa,b\nc,d\r"})
  void endsRecordsAtLineEndsAndAtTheEnd(String text) throws IOException {
    assertThat(records(text)).containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void keepsWhatStandsInQuotes() throws IOException {
    assertThat(records("\"a,\"\"b\"\"\r\n\",\" \"\r\nc , d\n"))
        .containsExactly(List.of("a,\"b\"\r\n", " "), List.of("c ", " d"));
  }

  @Test
  void tellsAnEmptyFieldFromEmptyQuotes() throws IOException {
    assertThat(records(",\"\",\n,"))
        .containsExactly(List.of("null", "", "null"), List.of("null", "null"));
  }

  @Test
  void countsTheLinesThatARecordSpans() throws IOException {
    try (CsvRecords records = open("a\n\n\"b\nb\"\r\nc")) {
      List<Long> lines = new ArrayList<>();
      while (records.next().isPresent()) {
        lines.add(records.recordLine());
      }
      assertThat(lines).containsExactly(1L, 3L, 5L);
    }
  }

  @Test
  void namesTheLineAndTheFieldOfAFault() {
    assertThatThrownBy(() -> records("a,b\nc,d\"e"))
        .hasMessage(
            "t.csv, line 2: field 2 has a quote within a field that does not start with one");
    assertThatThrownBy(() -> records("a\n\n\"b,\nc"))
        .hasMessage("t.csv, line 3: field 1 has a quote that is never closed");
    assertThatThrownBy(() -> records("\"a\"b"))
        .hasMessage("t.csv, line 1: field 1 goes on after its closing quote");
    assertThatThrownBy(() -> records("a\rb"))
        .hasMessage("t.csv, line 1: field 1 has a carriage return that ends no line");
  }

  private static CsvRecords open(String text) throws IOException {
    return new CsvRecords("t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<List<String>> records(String text) throws IOException {
    List<List<String>> all = new ArrayList<>();
    try (CsvRecords records = open(text)) {
      Optional<List<CsvField>> next = records.next();
      while (next.isPresent()) {
        List<String> fields = new ArrayList<>();
        for (CsvField field : next.get()) {
          fields.add(field.isNull() ? "null" : field.text());
        }
        all.add(fields);
        next = records.next();
      }
    }
    return all;
  }
}
