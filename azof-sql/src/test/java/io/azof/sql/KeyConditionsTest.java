package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random conditions on keys, which the scan alone meets where it can, against what they say. */
final class KeyConditionsTest {
  private static final int CONDITIONS = 400;
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final EventTime MAY = EventTime.parse("2021-05-01");
  private static final EventTime JUNE = EventTime.parse("2021-06-01");

  /** Neighbours by one character, the ends of what characters there are, and both sides of them. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "a ",
          "a!",
          "aa",
          "ab",
          "abc",
          "ac",
          "b",
          "B",
          "b%",
          "b_",
          "ä",
          "z",
          "\ud7ff",
          "\ud7ffx",
          "\ue000",
          "\uffff",
          "\ud83d\ude00",
          "\ud83d\ude00a",
          "\ud83d\ude01",
          "\udbff\udfff",
          "\udbff\udfffa");

  private final BufferAllocator allocator = new RootAllocator();
  private final Lakehouse lakehouse = Lakehouse.open("memory:");
  private final Random random = new Random(SEED * 0x9E3779B97F4A7C15L);
  private QueryEngine engine;

  @BeforeEach
  void makeTable(@TempDir Path spill) {
    QuerySettings settings = new QuerySettings(256L << 20, 2, spill);
    engine = QueryEngine.open(lakehouse, allocator, settings, InstantSource.system());
    lakehouse.createTable("t", new TableSchema(List.of()), Map.of());
    put(TEXTS, MAY);
    put(TEXTS.subList(3, 12), JUNE);
  }

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  /** A condition, and which keys meet it. */
  private record Condition(String sql, Predicate<String> isMet) {}

  @Test
  void giveTheKeysThatMeetThemAndNoOthers() throws IOException {
    int scansAlone = 0;
    for (int i = 0; i < CONDITIONS; i++) {
      Condition condition = condition(3);
      String sql = "SELECT key FROM t WHERE " + condition.sql;
      assertThat(column(sql, "key"))
          .as("-Dazof.seed=%d: %s", SEED, sql)
          .containsExactlyInAnyOrderElementsOf(
              TEXTS.stream().filter(condition.isMet).collect(Collectors.toList()));
      scansAlone += isScanAlone(sql) ? 1 : 0;
    }
    assertThat(scansAlone).as("scans alone, -Dazof.seed=%d", SEED).isGreaterThan(CONDITIONS / 4);
  }

  @Test
  void areForTheEngineWhenTheyAreTooManyToAskFilesFor() throws IOException {
    List<String> asked = IntStream.range(0, 2_000).mapToObj(i -> "b" + i).toList();
    for (int count : new int[] {32, 33, 1_000, 1_001, 2_000}) {
      String sql =
          "SELECT key FROM t WHERE key IN ('a', "
              + asked.stream()
                  .limit(count - 1)
                  .map(text -> "'" + text + "'")
                  .collect(Collectors.joining(", "))
              + ")";
      assertThat(column(sql, "key")).containsExactly("a");
      assertThat(isScanAlone(sql)).as("%d keys", count).isEqualTo(count <= 32);
    }
  }

  private Condition condition(int depth) {
    boolean isLeaf = depth == 0 || random.nextInt(3) == 0;
    if (isLeaf) {
      return leaf();
    }
    List<Condition> parts =
        IntStream.range(0, 2 + random.nextInt(2)).mapToObj(i -> condition(depth - 1)).toList();
    boolean isOr = random.nextBoolean();
    return new Condition(
        parts.stream()
            .map(Condition::sql)
            .collect(Collectors.joining(isOr ? " OR " : " AND ", "(", ")")),
        key ->
            isOr
                ? parts.stream().anyMatch(part -> part.isMet.test(key))
                : parts.stream().allMatch(part -> part.isMet.test(key)));
  }

  private Condition leaf() {
    String text = text();
    String other = text();
    return switch (random.nextInt(10)) {
      case 0 -> new Condition("key = " + quoted(text), text::equals);
      case 1 -> new Condition("key < " + quoted(text), key -> order(key, text) < 0);
      case 2 -> new Condition("key <= " + quoted(text), key -> order(key, text) <= 0);
      case 3 -> new Condition("key > " + quoted(text), key -> order(key, text) > 0);
      case 4 -> new Condition(quoted(text) + " <= key", key -> order(key, text) >= 0);
      case 5 -> new Condition(quoted(text) + " > key", key -> order(key, text) < 0);
      case 6 ->
          new Condition(
              "key BETWEEN " + quoted(text) + " AND " + quoted(other),
              key -> order(key, text) >= 0 && order(key, other) <= 0);
      case 7 ->
          new Condition(
              "key IN (" + quoted(text) + ", " + quoted(other) + ")",
              List.of(text, other)::contains);
      case 8 -> new Condition("key LIKE " + quoted(text + "%"), like(text + "%"));
      default -> new Condition("key LIKE " + quoted(text + "_%"), like(text + "_%"));
    };
  }

  private static Predicate<String> like(String pattern) {
    String expression =
        pattern
            .codePoints()
            .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : "\\Q" + Character.toString(c) + "\\E")
            .collect(Collectors.joining());
    return key -> key.matches("(?s)" + expression);
  }

  private static int order(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private boolean isScanAlone(String sql) throws IOException {
    return column("EXPLAIN " + sql, "plan").stream()
        .anyMatch(line -> line.equals("The scan streams straight through."));
  }

  private List<String> column(String sql, String name) throws IOException {
    List<String> texts = new ArrayList<>();
    try (ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, List.of())) {
      while (reader.loadNextBatch()) {
        VarCharVector values = (VarCharVector) reader.getVectorSchemaRoot().getVector(name);
        for (int row = 0; row < values.getValueCount(); row++) {
          texts.add(String.valueOf(values.getObject(row)));
        }
      }
    }
    return texts;
  }

  private void put(List<String> keys, EventTime time) {
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      keys.forEach(key -> writer.put(key, time, Map.of()));
      writer.commit();
    }
  }
}
