package io.azof.storage.snapshot.protocol;

import java.util.Set;

/**
 * What the collector saw when it last looked; it may delete by it at any later time.
 *
 * @param current the current version then; 0 before the first look
 * @param snapshots the versions that are retained
 * @param files the data files that they list
 */
record GarbageView(int current, Set<Integer> snapshots, Set<FileName> files) {
  static final GarbageView NONE = new GarbageView(0, Set.of(), Set.of());

  GarbageView {
    snapshots = Set.copyOf(snapshots);
    files = Set.copyOf(files);
  }
}
