package io.azof.storage.parquet;

import io.azof.storage.model.ColumnType.Kind;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch of a table's columns, made of a batch of a file's; used again for the next one. */
final class ConformedBatch implements AutoCloseable {
  private final List<ColumnSource> sources;
  private final VectorSchemaRoot root;

  ConformedBatch(List<ColumnSource> sources, BufferAllocator allocator) {
    this.sources = sources;
    Schema schema =
        new Schema(
            sources.stream()
                .map(s -> Field.nullable(s.name(), ArrowColumns.arrowType(s.type())))
                .toList());
    this.root = VectorSchemaRoot.create(schema, allocator);
  }

  VectorSchemaRoot root() {
    return root;
  }

  /** Takes the values of a batch away from it. */
  void take(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    for (int i = 0; i < sources.size(); i++) {
      ColumnSource source = sources.get(i);
      FieldVector target = root.getVector(i);
      if (source.storedName() == null) {
        ConstantColumn.fill(target, source.type(), source.defaultValue(), rows);
      } else {
        take(batch.getVector(source.storedName()), source, target);
      }
    }
    root.setRowCount(rows);
  }

  private static void take(FieldVector stored, ColumnSource source, FieldVector target) {
    if (isOfSameLayout(source)) {
      stored.makeTransferPair(target).transfer();
      return;
    }
    if (source.type().kind() == Kind.DOUBLE) {
      WidenedNumbers.integersAsDoubles(stored, target);
    } else if (source.storedType().kind() == Kind.INT) {
      WidenedNumbers.integersAsDecimals(stored, (DecimalVector) target);
    } else {
      WidenedNumbers.decimals((DecimalVector) stored, (DecimalVector) target);
    }
    target.setValueCount(stored.getValueCount());
  }

  /** A decimal of more digits before the point is held in the same bytes. */
  private static boolean isOfSameLayout(ColumnSource source) {
    return source.storedType().kind() == source.type().kind()
        && source.storedType().scale() == source.type().scale();
  }

  void clear() {
    root.clear();
  }

  @Override
  public void close() {
    root.close();
  }
}
