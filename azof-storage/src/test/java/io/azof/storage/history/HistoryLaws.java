package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Table;
import io.azof.storage.TableHistory;
import io.azof.storage.TableScan;
import io.azof.storage.fixture.RandomSelection;
import io.azof.storage.fixture.Rows;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.HistoryRange;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** The history of a table against that of its model, and against its own states. */
record HistoryLaws(Random random, BufferAllocator allocator) {

  /**
   * Holds all versions and those of some range to the model.
   *
   * @param floorMillis the event time before which nothing is retained
   */
  void require(Table table, TableModel model, long floorMillis, AsOf asOf) throws IOException {
    requireRange(table, model, HistoryRange.ALL, floorMillis);
    if (asOf.boundMillis() < Long.MAX_VALUE) {
      EventTime from = new EventTime(asOf.boundMillis());
      EventTime to = new EventTime(asOf.boundMillis() + random.nextInt(60) - 5);
      HistoryRange range =
          random.nextBoolean() ? HistoryRange.fromTo(from, to) : HistoryRange.between(from, to);
      requireRange(table, model, range, floorMillis);
      requireState(table, model, asOf);
      if (random.nextInt(4) == 0) {
        requireWanted(table, model, asOf);
      }
    }
  }

  private void requireRange(Table table, TableModel model, HistoryRange range, long floorMillis)
      throws IOException {
    TableHistory asked = table.history().within(range);
    if (!range.isFromStart() && !range.isEmpty() && range.fromMillis() < floorMillis) {
      assertThatThrownBy(asked::plan)
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_EXPIRED));
      return;
    }
    HistoryRange retained =
        new HistoryRange(Math.max(range.fromMillis(), floorMillis), range.lastMillis());
    List<List<@Nullable Object>> expected = history(model, range.isEmpty() ? range : retained);
    assertThat(Rows.sorted(read(asked)))
        .as(() -> "history " + range + " of version " + table.version() + ": " + asked.plan())
        .isEqualTo(Rows.sorted(expected));
    if (random.nextInt(4) == 0) {
      RowSelection wanted = selection(model);
      assertThat(Rows.sorted(RandomSelection.counted(wanted, read(asked.where(wanted)))))
          .as(() -> "wanted of history " + range + ": " + asked.where(wanted).plan())
          .isEqualTo(Rows.sorted(RandomSelection.taken(wanted, expected)));
    }
    List<String> few = List.of(HistoryReader.VALID_FROM, TableSchema.KEY);
    assertThat(Rows.sorted(read(asked.select(few))))
        .as(() -> "keys and times " + range + ": " + asked.select(few).plan())
        .isEqualTo(
            Rows.sorted(expected.stream().map(row -> Rows.row(row.get(1), row.get(0))).toList()));
  }

  /** The state at a time is what was valid then. */
  private void requireState(Table table, TableModel model, AsOf asOf) throws IOException {
    EventTime time = new EventTime(asOf.boundMillis());
    List<List<@Nullable Object>> valid = new ArrayList<>();
    for (List<@Nullable Object> row :
        read(table.history().within(HistoryRange.between(time, time)))) {
      valid.add(row.subList(0, row.size() - 2));
    }
    assertThat(Rows.sorted(valid))
        .as("valid at %s", asOf)
        .isEqualTo(Rows.sorted(model.state(asOf)));
  }

  private void requireWanted(Table table, TableModel model, AsOf asOf) throws IOException {
    RowSelection wanted = selection(model);
    TableScan asked = table.scan().asOf(asOf).where(wanted);
    try (ArrowReader reader = asked.openReader(allocator)) {
      assertThat(Rows.sorted(RandomSelection.counted(wanted, Rows.read(reader))))
          .as(() -> "wanted at " + asOf + ": " + asked.plan())
          .isEqualTo(Rows.sorted(RandomSelection.taken(wanted, model.state(asOf))));
    }
  }

  private RowSelection selection(TableModel model) {
    List<String> keys = model.rows().stream().map(ModelRow::key).toList();
    List<Long> times = model.rows().stream().map(ModelRow::eventTimeMillis).toList();
    return new RandomSelection(random, keys, times).next();
  }

  private List<List<@Nullable Object>> read(TableHistory history) throws IOException {
    try (ArrowReader reader = history.openReader(allocator, traffic -> {})) {
      assertThat(reader.getVectorSchemaRoot().getSchema()).isEqualTo(history.arrowSchema());
      return Rows.read(reader);
    }
  }

  /** Each version with the times from which and to which it is valid. */
  static List<List<@Nullable Object>> history(TableModel model, HistoryRange range) {
    Map<String, TreeMap<Long, ModelRow>> keys = new TreeMap<>();
    for (ModelRow row : model.rows()) {
      keys.computeIfAbsent(row.key(), key -> new TreeMap<>())
          .merge(
              row.eventTimeMillis(),
              row,
              (a, b) -> Comparator.comparingLong(ModelRow::sequence).compare(a, b) > 0 ? a : b);
    }
    List<List<@Nullable Object>> history = new ArrayList<>();
    for (TreeMap<Long, ModelRow> versions : keys.values()) {
      versions.forEach(
          (from, row) -> {
            @Nullable Long to = versions.higherKey(from);
            boolean touches = range.touches(from, to == null ? Long.MAX_VALUE : to);
            if (!row.deleted() && touches) {
              List<@Nullable Object> shown = new ArrayList<>(model.shown(row));
              shown.add(from);
              shown.add(to);
              history.add(shown);
            }
          });
    }
    return history;
  }
}
