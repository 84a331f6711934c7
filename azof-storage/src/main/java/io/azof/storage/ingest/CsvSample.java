package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.csv.CsvRecords;
import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the start of a CSV file tells of its columns. */
final class CsvSample {
  private CsvSample() {}

  /**
   * The names in the first line.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when there is no such line, or it is damaged
   */
  static List<String> header(InputFile file, ImportOptions options) {
    try (CsvRecords records = CsvRecords.open(file.path(), file.name(), options.delimiter())) {
      return header(records, file);
    }
  }

  private static List<String> header(CsvRecords records, InputFile file) {
    if (!records.next()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          file.name() + " is empty; its first line must name the columns");
    }
    String place = file.name() + ", line " + records.recordLine() + ": ";
    if (records.fault() != null) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, place + records.fault() + " in the header");
    }
    if (!records.isUtf8()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          place + "the header is not UTF-8: \"" + records.recordText() + "\"");
    }
    return IntStream.range(0, records.fieldCount()).mapToObj(records::text).toList();
  }

  /**
   * Guesses the types of the value columns from the first rows of the first file that has some. All
   * are nullable: nothing says that no later row has a null.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when no file has a row
   */
  static TableSchema guess(List<InputFile> files, InputColumns input, ImportOptions options) {
    List<ColumnGuess> guesses = input.values().stream().map(value -> new ColumnGuess()).toList();
    boolean hasRows = false;
    for (int i = 0; i < files.size() && !hasRows; i++) {
      hasRows = read(files.get(i), input, guesses, options);
    }
    if (!hasRows) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          files.get(0).name()
              + " has a header but no rows, so the types of its columns cannot be guessed");
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < guesses.size(); i++) {
      String name = input.names().get(input.values().get(i));
      columns.add(new Column(name, guesses.get(i).type(), true));
    }
    return new TableSchema(columns);
  }

  private static boolean read(
      InputFile file, InputColumns input, List<ColumnGuess> guesses, ImportOptions options) {
    try (CsvRecords records = CsvRecords.open(file.path(), file.name(), options.delimiter())) {
      records.next();
      long rows = 0;
      while (rows < options.sampleRows()
          && records.bytesPassed() < ImportOptions.SAMPLE_BYTES_MAX
          && records.next()) {
        rows++;
        if (records.fault() == null && records.fieldCount() == input.names().size()) {
          add(records, input, guesses);
        }
      }
      return rows > 0;
    }
  }

  private static void add(CsvRecords records, InputColumns input, List<ColumnGuess> guesses) {
    for (int i = 0; i < guesses.size(); i++) {
      int field = input.values().get(i);
      if (!records.isNull(field)) {
        guesses.get(i).add(records.bytes(field), records.from(field), records.to(field));
      }
    }
  }
}
