package io.azof.storage.csv;

import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** {@code true} or {@code false}, in letters of any case. */
final class BooleanValue extends CsvValue {
  private boolean value;

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    value = Ascii.equalsIgnoreCase(bytes, from, to, "true");
    return value || Ascii.equalsIgnoreCase(bytes, from, to, "false");
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((BitVector) vector).set(row, value ? 1 : 0);
  }

  @Override
  public String fault() {
    return "is neither true nor false";
  }
}
