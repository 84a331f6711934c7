package io.azof.storage.scan;

import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.KeyOrder;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The base whose rows stream by while those of the other files are held. */
final class StreamedBase {
  private final FileRead file;
  private final PromisedOrder order;

  /**
   * @param label what to call the file in an error
   */
  StreamedBase(FileRead file, String label) {
    this.file = file;
    this.order = new PromisedOrder(file.keyOrder(), label);
  }

  /** Its place in the order of precedence. */
  int rank() {
    return file.file().rank();
  }

  /** Whether it gives rows after the asked time, which must not be seen. */
  boolean mayBeLater() {
    return file.isFilteredHere();
  }

  /** Whether it says that each key stands in one row, so that nobody looks whether one does not. */
  boolean promisesUniqueKeys() {
    return file.keyOrder() == KeyOrder.UNIQUE;
  }

  /** What it promises of its keys. */
  PromisedOrder order() {
    return order;
  }

  Sequences sequences(VectorSchemaRoot batch) {
    return Sequences.of(batch.getFieldVectors(), file.file());
  }

  Tombstones tombstones(VectorSchemaRoot batch) {
    return Tombstones.of(batch.getFieldVectors(), file.file());
  }

  PathFile file() {
    return file.file();
  }

  Keys keys(VectorSchemaRoot batch) {
    return new Keys((VarCharVector) batch.getVector(TableSchema.KEY));
  }

  /** The event times of a batch, whether they were read or not. */
  EventTimes eventTimes(VectorSchemaRoot batch) {
    FieldVector times = batch.getVector(TableSchema.EVENT_TIME);
    if (times != null) {
      return EventTimes.of((TimeStampMilliTZVector) times);
    }
    DataFileFooter.EventTimes range = Objects.requireNonNull(file.eventTimes());
    return EventTimes.atMost(range.maxMillis());
  }
}
