package io.azof.storage.ingest;

import io.azof.storage.csv.CsvValue;
import io.azof.storage.model.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Guesses the type of a column from texts: the first of these that all of them can be read as. A
 * number with leading zeros or a plus sign is taken for a text, such as a postal code or the number
 * of a telephone, which would not come back as it was.
 */
final class ColumnGuess {
  private static final List<ColumnType> CANDIDATES =
      List.of(
          ColumnType.INT,
          ColumnType.decimal(ColumnType.PRECISION_MAX, 0),
          ColumnType.DOUBLE,
          ColumnType.BOOLEAN,
          ColumnType.DATE,
          ColumnType.DATE_TIME);

  private final List<ColumnType> left = new ArrayList<>(CANDIDATES);
  private final List<CsvValue> values =
      new ArrayList<>(CANDIDATES.stream().map(CsvValue::of).toList());
  private boolean hasValues;

  /** Takes a text that is not null. */
  void add(byte[] bytes, int from, int to) {
    hasValues = true;
    for (int i = left.size() - 1; i >= 0; i--) {
      if (!values.get(i).read(bytes, from, to) || !keepsNumber(left.get(i), bytes, from, to)) {
        left.remove(i);
        values.remove(i);
      }
    }
  }

  /** The type; a text for a column that has no values. */
  ColumnType type() {
    return hasValues && !left.isEmpty() ? left.get(0) : ColumnType.STRING;
  }

  /** Whether a text that can be read as the type is no number that the type would change. */
  static boolean keepsNumber(ColumnType type, byte[] bytes, int from, int to) {
    return switch (type.kind()) {
      case INT, DOUBLE -> isPlain(bytes, from, to);
      case DECIMAL -> isPlain(bytes, from, to) && isInteger(bytes, from, to);
      case STRING, BOOLEAN, DATE_TIME, DATE, BINARY -> true;
    };
  }

  /** Whether there is neither a point nor an exponent in a number. */
  private static boolean isInteger(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(byte[] bytes, int from, int to) {
    int first = bytes[from] == '-' ? from + 1 : from;
    boolean leadingZero =
        to - first > 1 && bytes[first] == '0' && bytes[first + 1] >= '0' && bytes[first + 1] <= '9';
    return !leadingZero && bytes[from] != '+';
  }
}
