package io.azof.storage.scan;

import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * The columns that a data file has beside those of its table; docs/FORMAT.md, sections 12.2, 12.3.
 */
final class SystemColumns {
  private SystemColumns() {}

  /** Those that must be read of a file to tell which rows win. */
  static List<String> of(PathFile file) {
    List<String> columns = new ArrayList<>();
    if (file.hasSequences()) {
      columns.add(TableSchema.SEQUENCE);
    }
    if (file.hasDeletes()) {
      columns.add(TableSchema.DELETED);
    }
    return columns;
  }

  /** The vector of such a column, which was read last. */
  static FieldVector vector(List<FieldVector> vectors, String name) {
    for (int i = vectors.size() - 1; i >= 0; i--) {
      if (vectors.get(i).getName().equals(name)) {
        return vectors.get(i);
      }
    }
    throw new IllegalArgumentException("column \"" + name + "\" was not read");
  }
}
