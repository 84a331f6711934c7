package io.azof.storage.history;

import io.azof.storage.model.HistoryRange;
import io.azof.storage.model.TableSchema;
import io.azof.storage.scan.Keys;
import io.azof.storage.scan.RowRuns;
import java.util.Objects;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * When each row of a stream ends that comes by key, the latest of a key first: at the event time of
 * the row before it, if that is of its key. Tombstones end rows and are not chosen, nor are rows
 * outside of a range.
 */
final class VersionEnds {
  private final HistoryRange range;
  private final RowRuns chosen = new RowRuns();
  private long[] endMillis = new long[0];
  private byte[] lastKey = new byte[0];
  private long lastMillis;
  private boolean isFirst = true;

  VersionEnds(HistoryRange range) {
    this.range = range;
  }

  /** Looks at the next batch of the stream, which has a key, an event time and a delete mark. */
  void take(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    chosen.clear();
    endMillis = endMillis.length < rows ? new long[rows] : endMillis;
    Keys keys = new Keys((BaseVariableWidthVector) vector(batch, TableSchema.KEY));
    TimeStampMilliTZVector times = (TimeStampMilliTZVector) vector(batch, TableSchema.EVENT_TIME);
    BitVector deletes = (BitVector) vector(batch, TableSchema.DELETED);
    int count = 0;
    for (int row = 0; row < rows; row++) {
      boolean isSameKey =
          row == 0 ? !isFirst && keys.compare(lastKey, 0) == 0 : keys.sameAs(row - 1, keys, row);
      long end = isSameKey ? lastMillis : Long.MAX_VALUE;
      lastMillis = times.get(row);
      if (deletes.get(row) == 0 && range.touches(lastMillis, end)) {
        chosen.add(row);
        endMillis[count++] = end;
      }
    }
    if (rows > 0) {
      lastKey = keys.copy(rows - 1);
      isFirst = false;
    }
  }

  /** The rows of the batch that are versions of the history. */
  RowRuns chosen() {
    return chosen;
  }

  /** Fills an empty vector with the ends of the chosen rows; null where there is none. */
  void fill(TimeStampMilliTZVector target) {
    int rows = chosen.rows();
    target.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      if (endMillis[i] == Long.MAX_VALUE) {
        target.setNull(i);
      } else {
        target.set(i, endMillis[i]);
      }
    }
    target.setValueCount(rows);
  }

  private static FieldVector vector(VectorSchemaRoot batch, String name) {
    return Objects.requireNonNull(batch.getVector(name), name);
  }
}
