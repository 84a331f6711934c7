package io.azof.storage.maintain;

import io.azof.storage.maintain.VersionedTable.Row;
import io.azof.storage.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** A random table that is as it should be: commits of all kinds, compactions in between. */
final class RandomVersions {
  private static final int TIME_MAX = 1000;

  private final Random random;
  private final VersionedTable table;
  private final List<Row> rows = new ArrayList<>();
  private RowLayout layout;

  RandomVersions(Random random, VersionedTable table) {
    this.random = random;
    this.table = table;
    this.layout = new RowLayout(List.of(), 0, false, random.nextBoolean());
  }

  /** Commits some versions. */
  void commit(int count) {
    for (int i = 0; i < count; i++) {
      boolean isFirst = table.nextVersion() == 1;
      long version = table.nextVersion() + (!isFirst && random.nextInt(6) == 0 ? 2 : 0);
      Operation operation = Operation.CREATE;
      if (!isFirst) {
        operation = step(version);
      }
      table.commit(version, operation, layout.segments(table, rows), 1, null);
    }
  }

  private Operation step(long version) {
    if (rows.isEmpty() || random.nextInt(3) > 0) {
      append(version);
      return Operation.APPEND;
    }
    if (random.nextInt(3) == 0) {
      layout = new RowLayout(layout.starts(), layout.compacted(), true, layout.leaves());
      return Operation.COMPACT;
    }
    TreeSet<Long> starts = new TreeSet<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      starts.add((long) random.nextInt(TIME_MAX));
    }
    layout =
        new RowLayout(List.copyOf(starts), table.current().version(), false, random.nextBoolean());
    return Operation.COMPACT;
  }

  private void append(long version) {
    if (layout.folded()) { // what is not folded yet waits at the root again
      layout = new RowLayout(layout.starts(), table.current().version(), false, layout.leaves());
    }
    TreeSet<String> taken = new TreeSet<>();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      String key = "k" + random.nextInt(8);
      long time = random.nextInt(TIME_MAX);
      if (taken.add(key + "|" + time)) {
        rows.add(
            random.nextInt(5) == 0
                ? Row.delete(key, time, version)
                : Row.put(key, time, version, random.nextInt(100)));
      }
    }
  }
}
