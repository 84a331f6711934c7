package io.azof.storage.history;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The versions of the rows of one batch. They are noted first, and copied column by column before
 * the batch goes that they are in.
 */
final class FoundVersions {
  private final List<FieldVector> targets;
  private int[] sources = new int[1024];
  private int[] places = new int[1024];
  private int noted;
  private int count;

  /**
   * @param targets what the versions are copied into, which is made empty
   */
  FoundVersions(List<FieldVector> targets) {
    this.targets = targets;
    targets.forEach(FieldVector::allocateNew);
  }

  /**
   * Notes the version of the next row.
   *
   * @param version its place in its batch
   */
  void add(int version) {
    if (noted == sources.length) {
      sources = Arrays.copyOf(sources, noted * 2);
      places = Arrays.copyOf(places, noted * 2);
    }
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
