package io.azof.storage.csv;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** A text as it is. */
final class TextValue extends CsvValue {
  private byte[] text = new byte[0];
  private int start;
  private int length;

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    text = bytes;
    start = from;
    length = to - from;
    return true;
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((VarCharVector) vector).setSafe(row, text, start, length);
  }

  @Override
  public String fault() {
    return "is no text";
  }
}
