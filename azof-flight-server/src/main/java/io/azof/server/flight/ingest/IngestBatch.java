package io.azof.server.flight.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.parameter.ParameterValue;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some rows with the columns of a table. Columns that have the right type already are those of the
 * client; the others are converted, a value at a time. Closing it closes only the latter.
 */
public final class IngestBatch implements AutoCloseable {
  private final VectorSchemaRoot rows;
  private final List<FieldVector> converted;

  private IngestBatch(VectorSchemaRoot rows, List<FieldVector> converted) {
    this.rows = rows;
    this.converted = converted;
  }

  static IngestBatch open(
      VectorSchemaRoot sent,
      List<Field> targets,
      DictionaryProvider dictionaries,
      BufferAllocator allocator,
      String table,
      long rowsBefore) {
    List<FieldVector> converted = new ArrayList<>();
    List<FieldVector> columns = new ArrayList<>();
    try {
      for (int i = 0; i < targets.size(); i++) {
        FieldVector source = sent.getVector(i);
        Field target = targets.get(i);
        DictionaryEncoding encoding = source.getField().getDictionary();
        if (encoding == null && source.getField().getType().equals(target.getType())) {
          columns.add(source);
          continue;
        }
        FieldVector column = target.createVector(allocator);
        converted.add(column);
        columns.add(column);
        Conversion conversion = new Conversion(column, sent.getRowCount(), table, rowsBefore);
        if (encoding == null) {
          conversion.convert(source);
        } else {
          Dictionary dictionary = dictionaries.lookup(encoding.getId());
          try (FieldVector decoded =
              (FieldVector) DictionaryEncoder.decode(source, dictionary, allocator)) {
            conversion.convert(decoded);
          }
        }
      }
      return new IngestBatch(
          new VectorSchemaRoot(new Schema(targets), columns, sent.getRowCount()), converted);
    } catch (RuntimeException e) {
      converted.forEach(FieldVector::close);
      throw e;
    }
  }

  /** The rows, until this is closed. */
  public VectorSchemaRoot rows() {
    return rows;
  }

  @Override
  public void close() {
    converted.forEach(FieldVector::close);
  }

  /** The conversion of one column. */
  private record Conversion(FieldVector target, int rowCount, String table, long rowsBefore) {
    void convert(FieldVector source) {
      target.setInitialCapacity(rowCount);
      target.allocateNew();
      boolean isKey = target.getName().equals(TableSchema.KEY);
      for (int row = 0; row < rowCount; row++) {
        Object value = ParameterValue.of(source, row);
        if (!IngestValue.set(target, row, isKey ? IngestValue.keyText(value) : value)) {
          throw refused(row, value);
        }
      }
      target.setValueCount(rowCount);
    }

    private AzofException refused(int row, @Nullable Object value) {
      return new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Row "
              + (rowsBefore + row + 1)
              + " has in column \""
              + target.getName()
              + "\" the value "
              + value
              + ", which is no "
              + target.getField().getType()
              + " (table \""
              + table
              + "\")");
    }
  }
}
