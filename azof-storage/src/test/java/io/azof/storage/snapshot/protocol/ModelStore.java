package io.azof.storage.snapshot.protocol;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The objects of one table.
 *
 * @param pointer what version.txt holds, which is its tag as well; 0 when there is none
 * @param snapshots the snapshot objects by number
 * @param files the data files
 */
record ModelStore(int pointer, Map<Integer, ModelSnapshot> snapshots, Set<FileName> files) {
  static final ModelStore EMPTY = new ModelStore(0, Map.of(), Set.of());

  ModelStore {
    snapshots = Collections.unmodifiableMap(new TreeMap<>(snapshots));
    files = Set.copyOf(files);
  }

  Optional<ModelSnapshot> snapshot(int version) {
    return version == 0
        ? Optional.of(ModelSnapshot.NONE)
        : Optional.ofNullable(snapshots.get(version));
  }

  ModelStore withPointer(int version) {
    return new ModelStore(version, snapshots, files);
  }

  ModelStore with(ModelSnapshot snapshot) {
    Map<Integer, ModelSnapshot> changed = new TreeMap<>(snapshots);
    changed.put(snapshot.version(), snapshot);
    return new ModelStore(pointer, changed, files);
  }

  ModelStore withoutSnapshot(int version) {
    Map<Integer, ModelSnapshot> changed = new TreeMap<>(snapshots);
    changed.remove(version);
    return new ModelStore(pointer, changed, files);
  }

  ModelStore with(FileName file) {
    Set<FileName> changed = new HashSet<>(files);
    changed.add(file);
    return new ModelStore(pointer, snapshots, changed);
  }

  ModelStore without(FileName file) {
    Set<FileName> changed = new HashSet<>(files);
    changed.remove(file);
    return new ModelStore(pointer, snapshots, changed);
  }
}
