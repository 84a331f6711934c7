package io.azof.storage.ingest;

/** Texts as fields of a CSV file. */
final class CsvText {
  private CsvText() {}

  /** In quotes where RFC 4180 asks for them, and where the text is empty, unlike a null. */
  static String quoted(String text) {
    boolean isPlain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
