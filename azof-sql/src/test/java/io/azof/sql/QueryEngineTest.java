package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.testing.SampleTables;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueryEngineTest {
  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;
  private Lakehouse lakehouse;
  private QueryEngine engine;

  @BeforeEach
  void openEngine() throws IOException {
    SampleTables.write(allocator, folder);
    lakehouse = Lakehouse.open(folder.toString());
    engine = QueryEngine.open(lakehouse, allocator);
  }

  @AfterEach
  void closeEngine() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  private long count(PreparedQuery query) throws IOException {
    return count(query, List.of());
  }

  private long count(PreparedQuery query, List<@Nullable Object> parameters) throws IOException {
    try (ArrowReader reader = query.openReader(allocator, parameters)) {
      assertThat(reader.loadNextBatch()).isTrue();
      return ((BigIntVector) reader.getVectorSchemaRoot().getVector(0)).get(0);
    }
  }

  private void publish(int version, String snapshot) throws IOException {
    Path table = folder.resolve("quotes");
    Files.writeString(table.resolve("s" + version + ".json"), snapshot);
    Files.writeString(table.resolve("version.txt"), Integer.toString(version));
  }

  private String snapshot() throws IOException {
    return Files.readString(folder.resolve("quotes/s1.json"));
  }

  @Test
  void aPreparedQueryReadsTheNewestVersionAtEachRun() throws IOException {
    PreparedQuery query = engine.prepareQuery("SELECT count(*) FROM quotes AT ('2021-06-10')");
    assertThat(count(query)).isEqualTo(4);

    publish(2, snapshot().replace("base2021.parquet", "base2020.parquet"));

    assertThat(count(query)).isEqualTo(3);
  }

  @Test
  void aPreparedQueryStopsWhenTheColumnsHaveChanged() throws IOException {
    PreparedQuery query = engine.prepareQuery("SELECT count(*) FROM quotes");

    publish(2, snapshot().replace("\"listed_at\"", "\"since\""));

    assertThatThrownBy(() -> query.openReader(allocator, List.of()))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessage(
            "The columns of table \"quotes\" have changed since the statement was prepared;"
                + " prepare it again");
  }

  @Test
  void aTableThatIsNotNamedIsNotRead() throws IOException {
    Files.writeString(folder.resolve("accounts/s1.json"), "broken");

    assertThat(count(engine.prepareQuery("SELECT count(*) FROM quotes"))).isEqualTo(4);
  }

  @Test
  void aBrokenTableSaysSo() throws IOException {
    Files.writeString(folder.resolve("accounts/s1.json"), "broken");

    assertThatThrownBy(() -> engine.prepareQuery("SELECT count(*) FROM accounts"))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.METADATA_CORRUPT));
  }

  @Test
  void aMissingDataFileIsAnErrorOfTheQuery() throws IOException {
    Files.delete(folder.resolve("quotes/base2021.parquet"));
    PreparedQuery bare = engine.prepareQuery("SELECT key FROM quotes");
    PreparedQuery computed = engine.prepareQuery("SELECT count(*) FROM quotes");

    for (PreparedQuery query : List.of(bare, computed)) {
      assertThatThrownBy(() -> count(query))
          .isInstanceOfSatisfying(
              AzofException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_MISSING));
    }
  }

  @Test
  void parametersAreNullableAndTheWidestOfTheirKind() {
    PreparedQuery query =
        engine.prepareQuery(
            "SELECT ?, CAST(? AS INTEGER), CAST(? AS REAL), CAST(? AS DATE), CAST(? AS TIME),"
                + " CAST(? AS BOOLEAN) FROM quotes AT (?) WHERE price > ? AND name = ?"
                + " AND listed_at < ?");

    assertThat(query.parameterSchema().getFields()).allMatch(Field::isNullable);
    assertThat(query.parameterSchema().getFields())
        .extracting(field -> field.getType().toString())
        .containsExactly(
            "Utf8",
            "Int(64, true)",
            "FloatingPoint(DOUBLE)",
            "Date(DAY)",
            "Time(MILLISECOND, 32)",
            "Bool",
            "Timestamp(MILLISECOND, UTC)",
            "Int(64, true)",
            "Utf8",
            "Timestamp(MILLISECOND, UTC)");
  }

  @Test
  void nestingThatDoesNotFitTheStackIsAnError() {
    String deep = "SELECT " + "(".repeat(10_000) + "1" + ")".repeat(10_000);

    assertThatThrownBy(() -> engine.prepareQuery(deep))
        .isInstanceOf(AzofException.class)
        .hasMessage("The statement is nested too deeply; write it flatter");
  }

  @Test
  void manyTermsAreAnErrorOrAnAnswerButNothingElse() {
    String sum = "SELECT 1" + " + 1".repeat(20_000);

    try (ArrowReader reader = engine.prepareQuery(sum).openReader(allocator, List.of())) {
      assertThat(reader.loadNextBatch()).isTrue();
    } catch (AzofException | IOException e) {
      assertThat(e).hasMessageContaining("nested too deeply");
    }
  }

  @Test
  void aReaderThatIsClosedBeforeItsEndGivesEverythingBack() throws IOException {
    for (String sql :
        List.of(
            "SELECT * FROM quotes",
            "SELECT a.key FROM quotes a, quotes b, quotes c",
            "EXPLAIN SELECT * FROM quotes")) {
      PreparedQuery query = engine.prepareQuery(sql);
      query.openReader(allocator, List.of()).close();
      try (ArrowReader reader = query.openReader(allocator, List.of())) {
        assertThat(reader.loadNextBatch()).isTrue();
      }
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void onePreparedQueryRunsInManyThreads() throws Exception {
    PreparedQuery query =
        engine.prepareQuery(
            "WITH a AS (SELECT owner, sum(shares) AS n FROM accounts AT (?) GROUP BY owner)"
                + " SELECT count(*) FROM a x JOIN a y ON x.n >= y.n WHERE x.n > ?");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Long>> runs = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        runs.add(() -> count(query, List.of("2020-01-02", 0L)));
        runs.add(() -> count(query, List.of("2021-07-01", 1L)));
      }
      Map<Long, Integer> answers = new HashMap<>();
      for (Future<Long> answer : threads.invokeAll(runs)) {
        answers.merge(answer.get(), 1, Integer::sum);
      }
      // Ann 15 and Bob 1; then Ann 25, Cem 7 and Bob 1, who is left out as x
      assertThat(answers).containsOnly(Map.entry(3L, 30), Map.entry(5L, 30));
    } finally {
      threads.shutdown();
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void aQueryThatRunsIsCancelledByClosingItsReader() throws Exception {
    cancel(
        "WITH d AS (SELECT a.key FROM quotes a, quotes b, quotes c, quotes d, quotes e)"
            + " SELECT count(*) FROM d x, d y, d z WHERE x.key || y.key || z.key < 'B'");
  }

  @Test
  void theRowsOfATemporalJoinAreCancelledWithIt() throws Exception {
    cancel(
        "WITH d AS (SELECT a.key, a.event_time FROM quotes a, quotes b, quotes c, quotes d, quotes e)"
            + " SELECT count(q.price) FROM (SELECT x.key, x.event_time FROM d x, d y, d z"
            + " WHERE x.key || y.key || z.key < 'B') r JOIN quotes AT (r.event_time) q ON q.key = r.key");
  }

  private void cancel(String sql) throws Exception {
    PreparedQuery query = engine.prepareQuery(sql);
    try (ArrowReader reader = query.openReader(allocator, List.of())) {
      Thread closer = new Thread(() -> closed(reader));
      closer.start();
      assertThatThrownBy(reader::loadNextBatch)
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      closer.join();
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private static void closed(ArrowReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
