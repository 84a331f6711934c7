package io.azof.storage.history;

import io.azof.storage.scan.Keys;
import java.io.IOException;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Goes through a history, which comes by key, the latest version of a key first. */
final class VersionCursor {
  private final ArrowReader versions;
  private final int keyColumn;
  private final int timeColumn;
  private final VectorSchemaRoot batch;
  private @Nullable Keys keys;
  private @Nullable TimeStampVector times;
  private int row;

  /** Takes the versions over, and goes to the first one. */
  VersionCursor(ArrowReader versions, int keyColumn, int timeColumn) throws IOException {
    this.versions = versions;
    this.keyColumn = keyColumn;
    this.timeColumn = timeColumn;
    this.batch = versions.getVectorSchemaRoot();
    load();
  }

  /** Whether the version is of a key before that of a row, or began after its time. */
  boolean isBefore(RowPlace place) {
    if (keys == null || times == null) {
      return false;
    }
    int order = keys.compare(row, place.keys(), place.row());
    return order < 0 || (order == 0 && times.get(row) > place.timeMillis());
  }

  /** Whether the version, which is not before a row, is of its key. */
  boolean isOf(RowPlace place) {
    return keys != null && keys.compare(row, place.keys(), place.row()) == 0;
  }

  /** Whether the next step is to another batch, when those rows of this one are gone. */
  boolean isLastOfBatch() {
    return row + 1 == batch.getRowCount();
  }

  /** Goes on; not at the end. */
  void next() throws IOException {
    if (isLastOfBatch()) {
      load();
    } else {
      row++;
    }
  }

  private void load() throws IOException {
    boolean isThere = versions.loadNextBatch();
    keys = isThere ? new Keys((BaseVariableWidthVector) batch.getVector(keyColumn)) : null;
    times = isThere ? (TimeStampVector) batch.getVector(timeColumn) : null;
    row = 0;
  }

  /** The batch that the version is in. */
  VectorSchemaRoot batch() {
    return batch;
  }

  /** The version's place in its batch. */
  int row() {
    return row;
  }
}
