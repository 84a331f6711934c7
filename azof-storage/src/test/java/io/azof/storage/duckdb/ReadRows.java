package io.azof.storage.duckdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.util.Text;

/** Rows as lists of values, texts as strings. */
final class ReadRows {
  private ReadRows() {}

  /** All rows of a reader, which is closed. */
  static List<List<Object>> of(ArrowReader reader) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    try (reader) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            Object value = vector.getObject(row);
            values.add(value instanceof Text ? value.toString() : value);
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }
}
