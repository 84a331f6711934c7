package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.storage.model.Column;
import io.azof.storage.model.EventTime;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;

/** Texts as values of the types of columns. */
final class CsvValues {
  /** In ASCII only: {@link Long#parseLong} knows the digits of all scripts. */
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  private CsvValues() {}

  /**
   * Sets a row of a vector.
   *
   * @param vector of the Arrow type of the column
   * @throws IllegalArgumentException when the field is no such value, with a reason
   */
  static void set(FieldVector vector, Column column, int row, CsvField field) {
    if (field.isNull()) {
      if (!column.nullable()) {
        throw new IllegalArgumentException("is empty, but must have a value");
      }
      vector.setNull(row);
      return;
    }
    String text = text(field);
    switch (column.type().kind()) {
      case STRING -> ((VarCharVector) vector).setSafe(row, field.bytes());
      case INT -> ((BigIntVector) vector).setSafe(row, integer(text));
      case BOOLEAN -> ((BitVector) vector).setSafe(row, isTrue(text) ? 1 : 0);
      case DATE_TIME -> ((TimeStampMilliTZVector) vector).setSafe(row, time(text));
      case DOUBLE, DECIMAL, DATE, BINARY ->
          throw new IllegalArgumentException(
              "is of type " + column.type() + ", which seed files do not have");
    }
  }

  private static String text(CsvField field) {
    try {
      return field.text();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "is not UTF-8: \"" + new String(field.bytes(), StandardCharsets.UTF_8) + "\"", e);
    }
  }

  private static long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new IllegalArgumentException("cannot be read as an integer: \"" + text + "\"");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is an integer of more than 64 bits: \"" + text + "\"", e);
    }
  }

  private static boolean isTrue(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false: \"" + text + "\"");
    };
  }

  private static long time(String text) {
    try {
      return EventTime.parse(text).epochMillis();
    } catch (AzofException e) {
      throw new IllegalArgumentException("cannot be read as an ISO-8601 time: \"" + text + "\"", e);
    }
  }
}
