package io.azof.storage.csv;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;

/** Bytes as two hexadecimal digits each. */
final class BinaryValue extends CsvValue {
  private byte[] value = new byte[64];
  private int length;

  @Override
  public boolean read(byte[] bytes, int from, int to) {
    length = (to - from) / 2;
    if ((to - from) % 2 != 0) {
      return false;
    }
    if (length > value.length) {
      value = new byte[2 * length];
    }
    for (int i = 0; i < length; i++) {
      int high = Character.digit(bytes[from + 2 * i], 16);
      int low = Character.digit(bytes[from + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return false;
      }
      value[i] = (byte) (high << 4 | low);
    }
    return true;
  }

  @Override
  public void store(FieldVector vector, int row) {
    ((VarBinaryVector) vector).setSafe(row, value, 0, length);
  }

  @Override
  public String fault() {
    return "cannot be read as bytes, which are written as pairs of hexadecimal digits";
  }
}
