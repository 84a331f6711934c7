package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.testing.InProcessConnection;
import io.azof.sql.testing.SqlTestFailure;
import io.azof.storage.Lakehouse;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.Traffic;
import io.azof.storage.write.TableWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PreparedUpdateTest {
  private static final EventTime MAY = EventTime.parse("2021-05-01");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2021-06-10T12:30:00.123Z"));

  private final BufferAllocator allocator = new RootAllocator();
  private final Lakehouse lakehouse = Lakehouse.open("memory:");
  private final QueryEngine engine =
      QueryEngine.open(lakehouse, allocator, QuerySettings.defaults(), CLOCK);

  @BeforeEach
  void twoRows() {
    TableSchema schema = new TableSchema(List.of(new Column("n", ColumnType.INT, true)));
    lakehouse.createTable("t", schema, Map.of());
    put("a", 1);
    put("b", 2);
  }

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void isOneCommitForAllRowsOfParametersOfAnInsert() {
    long before = version();
    PreparedUpdate insert = update("INSERT INTO t (key, n) VALUES (?, ?)");
    List<List<Object>> rows = new ArrayList<>();
    for (long i = 0; i < 1_000; i++) {
      rows.add(List.of("k" + i, i));
    }
    assertThat(insert.execute(allocator, rows, traffic -> {})).isEqualTo(1_000);
    assertThat(version()).isEqualTo(before + 1);
    assertThat(rows("SELECT sum(n) FROM t WHERE key LIKE 'k%'")).containsExactly("499500");
  }

  @Test
  void runsAnUpdateForOneRowOfParametersAfterTheOther() {
    List<List<Object>> rows = List.of(List.of(10L, "a"), List.of(100L, "a"), List.of(1L, "b"));
    assertThat(
            update("UPDATE t SET n = n + ? WHERE key = ?").execute(allocator, rows, traffic -> {}))
        .isEqualTo(3);
    assertThat(rows("SELECT n FROM t ORDER BY key")).containsExactly("111", "3");
  }

  @Test
  void commitsNothingWithoutRows() {
    long before = version();
    assertThat(update("DELETE FROM t WHERE n > 5").execute(allocator, List.of())).isZero();
    assertThat(version()).isEqualTo(before);
  }

  @Test
  void computesAnUpdateAnewWhenSomebodyElseHasCommittedMeanwhile() {
    long written =
        update("UPDATE t SET n = n * 10 WHERE n < 5")
            .execute(allocator, List.of(List.of()), overtaken(1, () -> put("c", 3)));
    assertThat(written).isEqualTo(3);
    assertThat(rows("SELECT n FROM t ORDER BY key")).containsExactly("10", "20", "30");
  }

  @Test
  void computesADeleteAnewWhenSomebodyElseHasCommittedMeanwhile() {
    long written =
        update("DELETE FROM t WHERE n < 2")
            .execute(allocator, List.of(List.of()), overtaken(1, () -> put("a", 5)));
    assertThat(written).isZero();
    assertThat(rows("SELECT n FROM t ORDER BY key")).containsExactly("5", "2");
  }

  @Test
  void commitsNothingWhenSomebodyElseIsAlwaysFaster() {
    PreparedUpdate update = update("UPDATE t SET n = n + 1");
    assertThatThrownBy(
            () ->
                update.execute(
                    allocator,
                    List.of(List.of()),
                    overtaken(Integer.MAX_VALUE, () -> put("a", 50))))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("nothing was committed");
    assertThat(rows("SELECT n FROM t ORDER BY key")).containsExactly("50", "2");
  }

  @Test
  void letsAnInsertFollowWhateverOthersCommit() {
    long written =
        update("INSERT INTO t (key, n) SELECT key || '!', n FROM t")
            .execute(allocator, List.of(List.of()), overtaken(1, () -> put("c", 3)));
    assertThat(written).isEqualTo(2);
    assertThat(rows("SELECT key FROM t ORDER BY key")).containsExactly("a", "a!", "b", "b!", "c");
  }

  @Test
  void losesNoUpdateOfMany() throws Exception {
    PreparedUpdate increment = update("UPDATE t SET n = n + 1 WHERE key = 'a'");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        runs.add(threads.submit(() -> untilItHolds(increment)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows("SELECT n FROM t ORDER BY key")).containsExactly("41", "2");
  }

  @Test
  void refusesToRunWhenTheColumnsHaveChanged() {
    PreparedUpdate insert = update("INSERT INTO t VALUES ('c', '2021-05-01', 3)");
    lakehouse.alterTable(
        "t", List.of(new SchemaChange.AddColumn("m", ColumnType.INT, true, null, null)));
    assertThatThrownBy(() -> insert.execute(allocator, List.of()))
        .hasMessage(
            "The columns of table \"t\" have changed since the statement was prepared; prepare it"
                + " again");
  }

  @Test
  void isNoQuery() {
    assertThatThrownBy(() -> engine.prepareQuery("DELETE FROM t"))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  private void untilItHolds(PreparedUpdate update) {
    while (true) {
      try {
        assertThat(update.execute(allocator, List.of())).isEqualTo(1);
        return;
      } catch (AzofException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
      }
    }
  }

  /** Somebody who commits when a statement has begun to read, that many times. */
  private static Consumer<Traffic> overtaken(int times, Runnable commit) {
    AtomicInteger left = new AtomicInteger(times);
    return traffic -> {
      if (left.getAndDecrement() > 0) {
        commit.run();
      }
    };
  }

  private void put(String key, long n) {
    try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
      writer.put(key, MAY, Map.of("n", n));
      writer.commit();
    }
  }

  private long version() {
    return lakehouse.table("t").version();
  }

  private PreparedUpdate update(String sql) {
    return (PreparedUpdate) engine.prepare(sql);
  }

  private List<String> rows(String sql) {
    try {
      return new InProcessConnection(engine, allocator)
          .run(sql, List.of()).rows().stream().map(row -> row.get(0)).toList();
    } catch (SqlTestFailure e) {
      throw new AssertionError(e);
    }
  }
}
