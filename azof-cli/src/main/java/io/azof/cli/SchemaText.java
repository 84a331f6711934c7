package io.azof.cli;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** The columns of a table as they are given on a command line: {@code name:Type,name:Type}. */
final class SchemaText {
  private static final String COMMA_OUTSIDE_OF_PARENTHESES = ",(?![^(]*\\))";

  private SchemaText() {}

  /**
   * Reads columns, all of which may be null; the type starts behind the last colon.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} that names what cannot be read
   */
  static TableSchema parse(String text) {
    List<Column> columns = new ArrayList<>();
    for (String column : text.split(COMMA_OUTSIDE_OF_PARENTHESES, -1)) {
      columns.add(column(column));
    }
    try {
      return new TableSchema(columns);
    } catch (IllegalArgumentException e) {
      throw invalid(text, String.valueOf(e.getMessage()));
    }
  }

  private static Column column(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || text.substring(0, colon).isBlank()) {
      throw invalid(text, "write NAME:TYPE");
    }
    ColumnType type =
        ColumnType.ofFormatName(text.substring(colon + 1))
            .orElseThrow(
                () ->
                    invalid(
                        text,
                        "the types are String, Int, Double, Decimal(p,s), Boolean, DateTime, Date"
                            + " and Binary"));
    return new Column(text.substring(0, colon), type, true);
  }

  private static AzofException invalid(String text, String reason) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID, "Cannot read \"" + text + "\" as columns: " + reason);
  }
}
