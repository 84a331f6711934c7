package io.azof.storage.ingest;

import io.azof.storage.model.TableSchema;
import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The vectors that rows are put in. */
final class ImportBatch {
  private final VectorSchemaRoot root;
  private final VarCharVector keys;
  private final TimeStampMilliTZVector eventTimes;
  private final @Nullable BitVector deleted;
  private final List<FieldVector> values;
  private final List<BaseVariableWidthVector> texts;

  ImportBatch(VectorSchemaRoot root, TableSchema table) {
    this.root = root;
    this.keys = (VarCharVector) root.getVector(TableSchema.KEY);
    this.eventTimes = (TimeStampMilliTZVector) root.getVector(TableSchema.EVENT_TIME);
    this.deleted = (BitVector) root.getVector(TableSchema.DELETED);
    int first = root.getFieldVectors().size() - table.columns().size();
    this.values =
        List.copyOf(root.getFieldVectors().subList(first, first + table.columns().size()));
    this.texts =
        root.getFieldVectors().stream()
            .filter(BaseVariableWidthVector.class::isInstance)
            .map(BaseVariableWidthVector.class::cast)
            .toList();
  }

  VarCharVector keys() {
    return keys;
  }

  TimeStampMilliTZVector eventTimes() {
    return eventTimes;
  }

  /** One vector for each column of the table. */
  List<FieldVector> values() {
    return values;
  }

  /** Says of a row whether its key is gone, which then has no values. */
  void setDeleted(int row, boolean isDeleted) {
    if (deleted != null) {
      deleted.set(row, isDeleted ? 1 : 0);
      if (isDeleted) {
        values.forEach(vector -> vector.setNull(row));
      }
    }
  }

  /** Makes room for rows, in buffers that no earlier batch has. */
  void start(int rows) {
    for (FieldVector vector : root.getFieldVectors()) {
      vector.setInitialCapacity(rows);
    }
    root.allocateNew();
  }

  /** Forgets what a row has that was rejected. */
  void forget(int row) {
    for (BaseVariableWidthVector text : texts) {
      text.setLastSet(row - 1);
    }
  }

  /** How many bytes the texts of the rows before this one take. */
  long textBytes(int row) {
    long bytes = 0;
    for (BaseVariableWidthVector text : texts) {
      int last = text.getLastSet();
      bytes += last < 0 || last >= row ? 0 : text.getEndOffset(last);
    }
    return bytes;
  }

  void end(int rows) {
    root.setRowCount(rows);
  }
}
