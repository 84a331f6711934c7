package io.azof.sql.testing;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A table {@code (key, event_time, v)} of random rows, few keys and times so that they meet: late
 * ones, corrections, deletes, in several commits with compactions between; and a list of them.
 */
public final class RandomVersions {
  private static final long FIRST_MILLIS = EventTime.parse("2020-01-01").epochMillis();
  private static final int SPAN_MILLIS = 60;
  private static final int KEYS = 4;

  /**
   * A row of another table.
   *
   * @param key that it asks for; the table may not have it
   * @param millis its own time, in epoch milliseconds
   */
  public record Fact(int id, String key, long millis) {
    public boolean asksFor(Version version) {
      return version.key().equals(key);
    }
  }

  /** What a key was at some time. */
  public record Version(String key, long v) {}

  private final Random random;
  private final Lakehouse lakehouse;
  private final String table;
  private final BufferAllocator allocator;

  /** The values of each key by their event times; null for a delete. */
  private final Map<String, TreeMap<Long, @Nullable Long>> versions = new TreeMap<>();

  private long nextValue;

  /** Nothing is written before {@link #write}. */
  public RandomVersions(
      Random random, Lakehouse lakehouse, String table, BufferAllocator allocator) {
    this.random = random;
    this.lakehouse = lakehouse;
    this.table = table;
    this.allocator = allocator;
  }

  public String table() {
    return table;
  }

  /** Makes the table. */
  public void write() {
    Map<String, String> properties =
        Map.of(
            "compaction.era-rows-min", Integer.toString(1 + random.nextInt(8)),
            "compaction.base-ratio", "0.3",
            "compaction.late-files-max", "1");
    lakehouse.createTable(
        table, new TableSchema(List.of(new Column("v", ColumnType.INT, true))), properties);
    for (int commit = 1 + random.nextInt(4); commit > 0; commit--) {
      append();
      if (random.nextInt(3) == 0) {
        lakehouse.compactor().compact(table, allocator);
      }
    }
  }

  private void append() {
    Set<String> seen = new HashSet<>();
    try (TableWriter writer = lakehouse.openWriter(table, allocator)) {
      for (int i = random.nextInt(12); i >= 0; i--) {
        String key = "k" + random.nextInt(KEYS);
        long millis = moment();
        if (seen.add(key + millis)) {
          @Nullable Long value = random.nextInt(5) == 0 ? null : nextValue++;
          versions.computeIfAbsent(key, k -> new TreeMap<>()).put(millis, value);
          if (value == null) {
            writer.delete(key, new EventTime(millis));
          } else {
            writer.put(key, new EventTime(millis), Map.of("v", value));
          }
        }
      }
      writer.commit();
    }
  }

  /** A key that the table has or may have. */
  public String key() {
    return "k" + random.nextInt(KEYS + 1);
  }

  /** A time at which something may have happened, in epoch milliseconds. */
  public long moment() {
    return FIRST_MILLIS + random.nextInt(SPAN_MILLIS);
  }

  /** {@code key|v|valid_from|valid_to} of each version, times in epoch milliseconds. */
  public List<String> history() {
    List<String> history = new ArrayList<>();
    versions.forEach(
        (key, values) ->
            values.forEach(
                (from, value) -> {
                  if (value != null) {
                    history.add(key + "|" + value + "|" + from + "|" + values.higherKey(from));
                  }
                }));
    return history;
  }
}
