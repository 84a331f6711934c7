package io.azof.storage.history;

import io.azof.storage.history.VersionJoinReader.Sides;
import io.azof.storage.scan.Keys;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A row of a batch that has some, with the key and the time for which it wants a version. */
final class RowPlace {
  private final BaseVariableWidthVector keyVector;
  private final Keys keys;
  private final TimeStampVector times;
  private int row;

  RowPlace(VectorSchemaRoot batch, Sides sides) {
    this.keyVector = (BaseVariableWidthVector) batch.getVector(sides.key());
    this.keys = new Keys(keyVector);
    this.times = (TimeStampVector) batch.getVector(sides.time());
  }

  /** Goes to a row; false when it wants no version. */
  boolean moveTo(int newRow) {
    row = newRow;
    return !keyVector.isNull(row) && !times.isNull(row);
  }

  Keys keys() {
    return keys;
  }

  int row() {
    return row;
  }

  long timeMillis() {
    return times.get(row);
  }
}
