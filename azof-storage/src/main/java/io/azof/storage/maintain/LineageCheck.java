package io.azof.storage.maintain;

import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.snapshot.SnapshotInvariants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the versions of a table say the same of where they come from; pure. */
final class LineageCheck {
  private final String table;
  private final Faults faults;

  LineageCheck(String table, Faults faults) {
    this.table = table;
    this.faults = faults;
  }

  /**
   * @param versions those that could be read, the current one first
   * @param whole whether none between them is missing
   */
  void check(List<Snapshot> versions, boolean whole) {
    for (int i = 0; i < versions.size(); i++) {
      Snapshot version = versions.get(i);
      Lineage lineage = version.lineage();
      if (lineage == null) {
        continue;
      }
      List<Snapshot> ancestors = versions.subList(i + 1, versions.size());
      if (!ancestors.isEmpty() && ancestors.get(0).version() == lineage.parent()) {
        checkSuccession(ancestors.get(0), version);
      }
      if (whole) {
        checkHistory(version, lineage, ancestors);
      }
    }
  }

  private void checkSuccession(Snapshot parent, Snapshot version) {
    SnapshotInvariants.ofSuccession(parent, version)
        .forEach(
            violation ->
                add(
                    FaultKind.of(violation.rule()),
                    version,
                    "breaks the rule that " + violation.invariant() + ": " + violation.what()));
  }

  /**
   * Left out are ancestors that the current version does not retain, which may be gone, and those
   * of version 1, which do not say when they were committed.
   */
  private void checkHistory(Snapshot version, Lineage lineage, List<Snapshot> ancestors) {
    Map<Long, String> known = new LinkedHashMap<>();
    for (Snapshot ancestor : ancestors) {
      if (ancestor.version() >= lineage.retainedFrom()) {
        known.put(ancestor.version(), line(ancestor));
      }
    }
    long oldest = ancestors.isEmpty() ? version.version() : last(ancestors).version();
    List<String> expected =
        known.values().stream().filter(line -> !line.isEmpty()).limit(Lineage.HISTORY_MAX).toList();
    List<String> listed =
        lineage.history().stream()
            .filter(ancestor -> ancestor.version() >= oldest)
            .filter(ancestor -> !"".equals(known.get(ancestor.version())))
            .map(LineageCheck::line)
            .toList();
    if (listed.equals(expected)) {
      return;
    }
    int at = 0;
    while (at(listed, at).equals(at(expected, at))) {
      at++;
    }
    add(
        FaultKind.HISTORY_WRONG,
        version,
        "lists as ancestor "
            + (at + 1)
            + " "
            + at(listed, at)
            + ", which should be "
            + at(expected, at));
  }

  private static Snapshot last(List<Snapshot> snapshots) {
    return snapshots.get(snapshots.size() - 1);
  }

  private static String at(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "none";
  }

  private static String line(Snapshot snapshot) {
    Lineage lineage = snapshot.lineage();
    return lineage == null
        ? ""
        : line(new Ancestor(snapshot.version(), lineage.committedAt(), lineage.operation()));
  }

  private static String line(Ancestor ancestor) {
    Operation operation = ancestor.operation();
    return ancestor.version() + " (" + operation + " at " + ancestor.committedAt() + ")";
  }

  private void add(FaultKind kind, Snapshot version, String what) {
    String key = ObjectNames.snapshot(table, version.version());
    faults.add(kind, version.version(), key, "Version " + version.version() + " " + what);
  }
}
