package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.RandomVersions;
import io.azof.sql.testing.RandomVersions.Fact;
import io.azof.sql.testing.RandomVersions.Version;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Histories and temporal joins of random tables against a list of all rows, and against one query
 * for each time. A failure is repeated with {@code -Dazof.seed=S -Dazof.histories=1}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TemporalLawsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int HISTORIES = Math.min(300, Integer.getInteger("azof.histories", 300));
  private static final int FACTS = 12;

  /** Spreads neighbouring seeds: those of {@link Random} begin alike. */
  private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

  private BufferAllocator allocator;
  private Lakehouse lakehouse;
  private QueryEngine engine;

  @BeforeAll
  void open() {
    allocator = new RootAllocator();
    lakehouse = Lakehouse.openOrCreate("memory:");
    engine = QueryEngine.open(lakehouse, allocator);
  }

  @AfterAll
  void leavesNothing() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void aTemporalJoinIsOneQueryPerTimeAndAHistoryIsAllItsStates() {
    System.out.println("temporal laws from -Dazof.seed=" + SEED + ", " + HISTORIES + " tables");
    LongStream.range(SEED, SEED + HISTORIES).parallel().forEach(this::requireRight);
  }

  private void requireRight(long seed) {
    Random random = new Random(seed * SCATTER);
    RandomVersions versions = new RandomVersions(random, lakehouse, "t" + seed, allocator);
    try {
      versions.write();
      requireHistory(versions);
      requireJoins(versions, random);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dazof.seed=" + seed + " -Dazof.histories=1", e);
    }
  }

  private void requireHistory(RandomVersions versions) {
    String table = versions.table();
    assertThat(rows("SELECT key, v, valid_from, valid_to FROM " + table + " FOR ALL EVENT_TIME"))
        .containsExactlyInAnyOrderElementsOf(versions.history());
    String from = literal(versions.moment());
    String to = literal(versions.moment());
    String overlap =
        "WHERE valid_from < " + to + " AND (valid_to IS NULL OR valid_to > " + from + ")";
    assertThat(rows("SELECT key, v FROM " + table + " FOR EVENT_TIME FROM " + from + " TO " + to))
        .as("from %s to %s", from, to)
        .containsExactlyInAnyOrderElementsOf(
            from.compareTo(to) < 0
                ? rows("SELECT key, v FROM " + table + " FOR ALL EVENT_TIME " + overlap)
                : List.of());
    String valid = "valid_from <= " + from + " AND (valid_to IS NULL OR " + from + " < valid_to)";
    assertThat(rows("SELECT key, v FROM " + table + " AT (" + from + ")"))
        .as("as of %s", from)
        .containsExactlyInAnyOrderElementsOf(
            rows("SELECT key, v FROM " + table + " FOR ALL EVENT_TIME WHERE " + valid));
  }

  private void requireJoins(RandomVersions versions, Random random) {
    List<Fact> facts = new ArrayList<>();
    for (int id = 0; id < FACTS; id++) {
      facts.add(new Fact(id, versions.key(), versions.moment()));
    }
    String values =
        facts.stream()
            .map(
                fact -> "(" + fact.id() + ", '" + fact.key() + "', " + literal(fact.millis()) + ")")
            .collect(Collectors.joining(", ", "(VALUES ", ") AS o(id, k, t)"));
    long limit = random.nextInt(20);
    switch (random.nextInt(3)) {
      case 0 -> requireJoin(versions, facts, values, "p.key = o.k", Fact::asksFor);
      case 1 ->
          requireJoin(
              versions,
              facts,
              values,
              "o.k = p.key AND p.v < " + limit,
              (fact, version) -> fact.asksFor(version) && version.v() < limit);
      default ->
          requireJoin(
              versions, facts, values, "p.v > " + limit, (fact, version) -> version.v() > limit);
    }
  }

  private void requireJoin(
      RandomVersions versions,
      List<Fact> facts,
      String values,
      String on,
      BiPredicate<Fact, Version> condition) {
    List<String> inner = new ArrayList<>();
    List<String> left = new ArrayList<>();
    Map<Long, List<Version>> states = new HashMap<>();
    for (Fact fact : facts) {
      List<String> found =
          states.computeIfAbsent(fact.millis(), millis -> state(versions, millis)).stream()
              .filter(version -> condition.test(fact, version))
              .map(version -> fact.id() + "|" + version.key() + "|" + version.v())
              .toList();
      inner.addAll(found);
      left.addAll(found.isEmpty() ? List.of(fact.id() + "|null|null") : found);
    }
    String join = " JOIN " + versions.table() + " FOR EVENT_TIME AS OF o.t p ON " + on;
    assertThat(rows("SELECT o.id, p.key, p.v FROM " + values + join))
        .as(on)
        .containsExactlyInAnyOrderElementsOf(inner);
    assertThat(rows("SELECT o.id, p.key, p.v FROM " + values + " LEFT" + join))
        .as("left, " + on)
        .containsExactlyInAnyOrderElementsOf(left);
  }

  private List<Version> state(RandomVersions versions, long millis) {
    return rows("SELECT key, v FROM " + versions.table() + " AT (" + literal(millis) + ")").stream()
        .map(row -> row.split("\\|"))
        .map(row -> new Version(row[0], Long.parseLong(row[1])))
        .toList();
  }

  private static String literal(long millis) {
    return "TIMESTAMP '" + new EventTime(millis).toString().replace('T', ' ').replace("Z", "'");
  }

  private List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    try (ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, List.of())) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<String> values = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            values.add(String.valueOf(vector.getObject(row)));
          }
          rows.add(String.join("|", values));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
