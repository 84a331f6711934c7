package io.azof.storage.history;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The versions of the rows of one batch. They are noted first, and copied column by column before
 * the batch goes that they are in.
 */
final class FoundVersions {
  private final List<FieldVector> targets;
  private final int[] sources;
  private final int[] places;
  private int noted;
  private int count;

  /**
   * @param targets what the versions are copied into, which is made empty
   * @param rowsMax the most rows that there are
   */
  FoundVersions(List<FieldVector> targets, int rowsMax) {
    this.targets = targets;
    this.sources = new int[rowsMax];
    this.places = new int[rowsMax];
    for (FieldVector target : targets) {
      target.setInitialCapacity(rowsMax);
      target.allocateNew();
    }
  }

  /**
   * Notes the version of the next row.
   *
   * @param version its place in its batch
   */
  void add(int version) {
    sources[noted] = version;
    places[noted++] = count++;
  }

  /** The next row has no version. */
  void addNone() {
    count++;
  }

  /** Copies what was noted since the last time. */
  void copyFrom(VectorSchemaRoot batch) {
    for (int i = 0; i < targets.size(); i++) {
      FieldVector source = batch.getVector(i);
      FieldVector target = targets.get(i);
      for (int n = 0; n < noted; n++) {
        target.copyFromSafe(sources[n], places[n], source);
      }
    }
    noted = 0;
  }

  /** All rows have had their versions. */
  void end() {
    targets.forEach(target -> target.setValueCount(count));
  }
}
