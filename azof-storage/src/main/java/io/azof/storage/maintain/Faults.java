package io.azof.storage.maintain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The faults found so far. What is found again in an older version is the same fault. */
final class Faults {
  private final List<Fault> found = new ArrayList<>();
  private final Set<Fault> known = new HashSet<>();

  void add(FaultKind kind, long version, String object, String sentence) {
    if (known.add(new Fault(kind, 0, object, sentence))) {
      found.add(new Fault(kind, version, object, sentence));
    }
  }

  /** In the order in which they were found. */
  List<Fault> list() {
    return List.copyOf(found);
  }
}
