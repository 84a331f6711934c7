package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.sql.testing.Asked;
import io.azof.sql.testing.BesideDuckDb;
import io.azof.sql.testing.RandomExpressions;
import io.azof.sql.testing.RandomQueries;
import io.azof.sql.testing.ResultRows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random statements, beside a DuckDB that runs the same text without its optimizer, over tables of
 * all versions where the text says a time. What that refuses is left out. A failure is repeated
 * with {@code -Dazof.seed=S}; {@code -Dazof.statements} is how many there are of each kind.
 */
final class RandomStatementsTest {
  private static final int STATEMENTS = Integer.getInteger("azof.statements", 400);
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());

  /** Of a thousand: the engine's optimizer stops at some statements with an error of its own. */
  private static final int REFUSED_MAX = 10;

  private final Random random = new Random(SEED * 0x9E3779B97F4A7C15L);
  private final List<String> refused = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void expressionsMeanWhatTheyMeanToTheEngineAlone() throws Exception {
    RandomExpressions expressions = new RandomExpressions(random);
    try (RootAllocator allocator = new RootAllocator();
        BesideDuckDb both =
            BesideDuckDb.open(folder, allocator, lake -> expressions.write(lake, allocator))) {
      both.execute("CREATE TABLE w AS SELECT * REPLACE (make_timestamp(epoch_us(t)) AS t) FROM v");
      both.execute("DROP VIEW v");
      both.execute("ALTER TABLE w RENAME TO v");
      requireSame(both, () -> Asked.ofAnyEngine(expressions.query()));
    }
  }

  @Test
  void queriesAsOfAllTimesHaveTheRowsThatTheyHaveToTheEngineAlone() throws Exception {
    RandomQueries queries = new RandomQueries(random);
    try (RootAllocator allocator = new RootAllocator();
        BesideDuckDb both =
            BesideDuckDb.open(folder, allocator, lake -> queries.write(lake, allocator))) {
      for (String table : queries.plainTables()) {
        both.execute(table);
      }
      requireSame(both, queries::query);
    }
  }

  private void requireSame(BesideDuckDb both, Supplier<Asked> statements) throws Exception {
    both.execute("PRAGMA disable_optimizer");
    int compared = 0;
    for (Asked asked : Stream.generate(statements).limit(STATEMENTS).toList()) {
      compared += isRightOrRefused(both, asked) ? 1 : 0;
    }
    assertThat(compared)
        .as("of %d, -Dazof.seed=%d", STATEMENTS, SEED)
        .isGreaterThan(STATEMENTS / 2);
    assertThat(refused)
        .as("-Dazof.seed=%d", SEED)
        .hasSizeLessThanOrEqualTo(1 + STATEMENTS * REFUSED_MAX / 1000);
  }

  private boolean isRightOrRefused(BesideDuckDb both, Asked asked) throws Exception {
    ResultRows expected;
    try {
      expected = both.plainRows(asked.plain());
    } catch (SQLException e) {
      return false;
    }
    try {
      both.rows(asked.sql(), asked.parameters()).sorted().requireSame(expected.sorted());
    } catch (AzofException e) {
      refused.add(asked + ": " + e.getMessage());
    } catch (AssertionError e) {
      throw new AssertionError("-Dazof.seed=" + SEED + ": " + asked, e);
    }
    return true;
  }
}
