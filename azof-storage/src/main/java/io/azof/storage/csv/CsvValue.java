package io.azof.storage.csv;

import io.azof.storage.model.ColumnType;
import org.apache.arrow.vector.FieldVector;

/**
 * Reads texts as values of one type. It keeps the value that it has read last, so it is for one
 * thread.
 */
public abstract class CsvValue {
  CsvValue() {}

  /** A reader of values of a type. */
  public static CsvValue of(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> new TextValue();
      case INT -> new IntegerValue();
      case BOOLEAN -> new BooleanValue();
      case DATE_TIME -> new TimeValue();
      case DOUBLE -> new DoubleValue();
      case DECIMAL -> new DecimalValue(type.precision(), type.scale());
      case DATE -> new DateValue();
      case BINARY -> new BinaryValue();
    };
  }

  /**
   * Reads a text that is UTF-8.
   *
   * @param from where it starts in {@code bytes}
   * @param to the position behind its last byte
   * @return whether it is a value of the type; when not, {@link #fault} says why
   */
  public abstract boolean read(byte[] bytes, int from, int to);

  /**
   * Sets a row to the value that was read last.
   *
   * @param vector of the Arrow type of the column; a value of fixed width must fit in its capacity
   */
  public abstract void store(FieldVector vector, int row);

  /** Why the last text is no such value, as the predicate of a sentence about it. */
  public abstract String fault();
}
