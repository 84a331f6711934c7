package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.fixture.Rows;
import io.azof.storage.history.TableModel.ModelRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What may be done in another way without making a difference. A failure says how to repeat it:
 * {@code -Dazof.seed=S -Dazof.histories=1}.
 */
final class MetamorphicLawsTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int HISTORIES = Math.min(20, Integer.getInteger("azof.histories", 20));
  private static final int MOMENTS = 6;
  private static final int STEPS = 16;

  private final BufferAllocator allocator = new RootAllocator();
  private LawTables tables;

  @BeforeEach
  void open() {
    tables = new LawTables(allocator);
  }

  @AfterEach
  void nothingIsLeft() {
    tables.close();
    allocator.close();
  }

  @Test
  void splittingOrMergingCommitsChangesNoLatestVersionAnswer() {
    forEachHistory(
        random -> {
          List<ModelRow> rows = LawTables.rows(random, 1 + random.nextInt(60));
          TableModel model = LawTables.model(rows);
          for (int commitsMax : List.of(1, 3, rows.size())) {
            String table = "t" + random.nextLong();
            tables.create(table);
            commit(table, rows, commitsMax, random);
            for (AsOf asOf : LawTables.moments(random, 0, MOMENTS)) {
              assertThat(tables.state(table, current(table).version(), asOf))
                  .as("up to %s commits, as of %s", commitsMax, asOf)
                  .isEqualTo(Rows.sorted(model.state(asOf)));
            }
          }
        });
  }

  /** In their order, in some commits, between which there may be compactions. */
  private void commit(String table, List<ModelRow> rows, int commitsMax, Random random) {
    int at = 0;
    for (int left = commitsMax; at < rows.size(); left--) {
      int next = left == 1 ? rows.size() : at + 1 + random.nextInt(rows.size() - at);
      tables.append(table, rows.subList(at, next), random);
      at = next;
      if (random.nextInt(3) == 0) {
        tables.compact(table);
      }
    }
  }

  @Test
  void theOrderOfRowsInABatchDoesNotMatter() {
    forEachHistory(
        random -> {
          List<ModelRow> before = LawTables.rows(random, 20);
          List<ModelRow> rows = LawTables.rows(random, 1 + random.nextInt(40));
          List<Object> first = null;
          for (List<ModelRow> order :
              List.of(rows, shuffled(rows, random), shuffled(rows, random))) {
            String table = "t" + random.nextLong();
            tables.create(table);
            tables.append(table, before, new Random(1));
            tables.compact(table);
            tables.append(table, order, random);
            List<Object> answers = new ArrayList<>(facts(current(table)));
            for (long millis = 0; millis <= LawTables.SPAN_MILLIS; millis += 10) {
              AsOf asOf = AsOf.at(new EventTime(millis));
              answers.add(tables.state(table, current(table).version(), asOf));
            }
            first = first == null ? answers : first;
            assertThat(answers).as("%s", order).isEqualTo(first);
          }
        });
  }

  /** What is in the files: a row that was given and superseded may leave a column behind. */
  private static List<List<Object>> facts(Snapshot snapshot) {
    return snapshot
        .files()
        .map(file -> Objects.requireNonNull(file.facts()))
        .map(f -> List.<Object>of(f.rows(), f.minKey(), f.maxKey(), f.maxEventTime(), f.deletes()))
        .toList();
  }

  /** In any order, but that of rows of one key and event time, of which the last is kept. */
  private static List<ModelRow> shuffled(List<ModelRow> rows, Random random) {
    Map<List<Object>, List<ModelRow>> left = new LinkedHashMap<>();
    for (ModelRow row : rows) {
      left.computeIfAbsent(List.of(row.key(), row.eventTimeMillis()), same -> new ArrayList<>())
          .add(row);
    }
    List<List<ModelRow>> groups = new ArrayList<>(left.values());
    List<ModelRow> shuffled = new ArrayList<>();
    while (!groups.isEmpty()) {
      int chosen = random.nextInt(groups.size());
      shuffled.add(groups.get(chosen).remove(0));
      if (groups.get(chosen).isEmpty()) {
        groups.remove(chosen);
      }
    }
    return shuffled;
  }

  @Test
  void theStateAtATimeAndVersionStaysFixedWhileTheVersionIsRetained() {
    forEachHistory(
        random -> {
          String table = "t" + random.nextLong();
          tables.create(table);
          TreeMap<Long, Map<AsOf, List<String>>> answers = new TreeMap<>();
          List<ModelRow> rows = LawTables.rows(random, STEPS * 8);
          for (int step = 0; step < STEPS; step++) {
            String done = step(table, rows.subList(step * 8, step * 8 + 8), random);
            Snapshot current = current(table);
            answers.computeIfAbsent(
                current.version(), version -> ask(table, current, random, MOMENTS));
            requireFixed(table, answers, step == STEPS - 1 ? Integer.MAX_VALUE : 2, done);
          }
        });
  }

  private Map<AsOf, List<String>> ask(String table, Snapshot version, Random random, int moments) {
    EventTime floor = version.eventTimeFloor();
    long floorMillis = floor == null ? 0 : floor.epochMillis();
    Map<AsOf, List<String>> answers = new HashMap<>();
    for (AsOf asOf : LawTables.moments(random, floorMillis, moments)) {
      answers.put(asOf, tables.state(table, version.version(), asOf));
    }
    return answers;
  }

  private void requireFixed(
      String table, Map<Long, Map<AsOf, List<String>>> answers, int momentsMax, String done) {
    List<Long> retained =
        tables.lakehouse().versions(table).versions().map(Ancestor::version).toList();
    for (long version : retained) {
      answers.getOrDefault(version, Map.of()).entrySet().stream()
          .limit(momentsMax)
          .forEach(
              known ->
                  assertThat(tables.state(table, version, known.getKey()))
                      .as("version %s as of %s after: %s", version, known.getKey(), done)
                      .isEqualTo(known.getValue()));
    }
  }

  /** Something that makes a new version, or removes what none needs. */
  private String step(String table, List<ModelRow> rows, Random random) {
    List<Ancestor> versions = tables.lakehouse().versions(table).versions().toList();
    Ancestor some = versions.get(random.nextInt(versions.size()));
    EventTime floor = current(table).eventTimeFloor();
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        tables.compact(table);
        return "compact";
      }
      case 3 -> {
        SchemaChange change =
            new SchemaChange.AddColumn(
                "n" + random.nextInt(1 << 30), ColumnType.INT, true, "7", null);
        tables.lakehouse().alterTable(table, List.of(change));
        return "alter";
      }
      case 4 -> {
        if (some.version() < current(table).version()) {
          tables.lakehouse().rollback(table, some.version());
        }
        return "roll back to " + some.version();
      }
      case 5 -> {
        tables.lakehouse().maintenance().expireVersions(table, some.committedAt());
        tables.lakehouse().maintenance().removeGarbage(table, Duration.ZERO);
        return "expire versions before " + some.version();
      }
      case 6 -> {
        long from = floor == null ? 0 : floor.epochMillis();
        EventTime raised = new EventTime(from + random.nextInt(10));
        tables.lakehouse().maintenance().expireHistory(table, raised);
        return "expire history before " + raised;
      }
      default -> {
        List<ModelRow> kept =
            rows.stream()
                .filter(row -> floor == null || row.eventTimeMillis() >= floor.epochMillis())
                .toList();
        tables.append(table, kept, random);
        return "append " + kept;
      }
    }
  }

  private Snapshot current(String table) {
    return tables.lakehouse().table(table).snapshot();
  }

  private static void forEachHistory(Consumer<Random> law) {
    System.out.println("laws from -Dazof.seed=" + SEED + ", " + HISTORIES + " histories");
    for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
      try {
        // The first numbers that a Random gives for neighbouring seeds are nearly the same.
        law.accept(new Random(seed * 0x9E37_79B9_7F4A_7C15L));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("-Dazof.seed=" + seed + " -Dazof.histories=1", e);
      }
    }
  }
}
