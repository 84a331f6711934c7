package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.plan.QueryPlan;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that are asked word for word as before. */
final class RecentPlansTest {
  private static final String ALL = "SELECT * FROM t";
  private static final SessionSettings THEN =
      SessionSettings.NONE.with(
          SessionSetting.AS_OF, "2021-04-30", SessionSettings.Origin.CONNECTION);

  private static final TableSchema MINE =
      new TableSchema(List.of(new Column("mine", ColumnType.INT, true)));

  private final BufferAllocator allocator = new RootAllocator();
  private final Lakehouse lakehouse = Lakehouse.open("memory:");
  private QueryEngine engine;

  @BeforeEach
  void makeTable(@TempDir Path spill) {
    QuerySettings settings = new QuerySettings(256L << 20, 2, spill);
    engine = QueryEngine.open(lakehouse, allocator, settings, InstantSource.system());
    execute("CREATE TABLE t (n BIGINT)");
  }

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void areNotPlannedAgainEvenAfterRowsHaveCome() {
    QueryPlan first = plan(ALL);
    execute("INSERT INTO t (key, n) VALUES ('a', 1)");
    assertThat(plan(ALL)).isSameAs(first);
    assertThat(plan("SELECT 1")).isSameAs(plan("SELECT 1"));
    assertThat(plan(ALL + " ")).isNotSameAs(first);
  }

  @Test
  void arePlannedForEachTimeThatASessionLooksAt() {
    QueryPlan now = plan(ALL);
    QueryPlan then = plan(ALL, THEN);
    assertThat(then).isNotSameAs(now);
    assertThat(plan(ALL, THEN)).isSameAs(then);
    assertThat(plan(ALL)).isSameAs(now);
  }

  @Test
  void arePlannedAgainWhenColumnsHaveChanged() {
    QueryPlan before = plan(ALL);
    execute("ALTER TABLE t ADD COLUMN m BIGINT");
    assertThat(plan(ALL)).isNotSameAs(before);
    assertThat(columns(ALL)).containsExactly("key", "event_time", "n", "m");
    execute("ALTER TABLE t DROP COLUMN m");
    assertThat(columns(ALL)).containsExactly("key", "event_time", "n");
  }

  @Test
  void sayWhereATableIsNamedThatIsGone() {
    plan(ALL);
    execute("DROP TABLE t");
    assertThatThrownBy(() -> plan(ALL))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND))
        .hasMessageContaining("line 1, column 15");
    execute("CREATE TABLE t (other DOUBLE)");
    assertThat(columns(ALL)).containsExactly("key", "event_time", "other");
  }

  @Test
  void meanTheTableOfThatVeryNameOnceThereIsOne() {
    assertThat(columns("SELECT * FROM T")).containsExactly("key", "event_time", "n");
    lakehouse.createTable("T", MINE, Map.of());
    assertThat(columns("SELECT * FROM T")).containsExactly("key", "event_time", "mine");

    assertThat(columns("SELECT * FROM t$history")).contains("n", "valid_from");
    lakehouse.createTable("t$history", MINE, Map.of());
    assertThat(columns("SELECT * FROM t$history")).containsExactly("key", "event_time", "mine");
  }

  @Test
  void readTheVersionThatTheyNameAndSystemTablesAsTheyAre() {
    String first = "SELECT * FROM t FOR VERSION AS OF 1";
    assertThat(columns(first)).containsExactly("key", "event_time", "n");
    execute("ALTER TABLE t ADD COLUMN m BIGINT");
    assertThat(columns(first)).containsExactly("key", "event_time", "n");
    assertThat(plan(first)).isNotSameAs(plan(first));
    assertThat(plan("SELECT * FROM \"t$files\"")).isNotSameAs(plan("SELECT * FROM \"t$files\""));
  }

  @Test
  void arePlannedAgainWhenMuchElseWasAskedSinceOrTheirTextIsLong() {
    RecentPlans recent = new RecentPlans(32, lakehouse::table);
    LakehouseSchema tables = new LakehouseSchema(lakehouse, SessionSettings.NONE);
    QueryPlan plan = plan(ALL);
    List<String> texts = IntStream.rangeClosed('a', 'p').mapToObj(c -> (char) c + "1").toList();
    for (String text : texts) {
      recent.add(text, SessionSettings.NONE, plan, tables);
      assertThat(recent.find("a1", SessionSettings.NONE)).contains(plan);
    }
    recent.add("q1", SessionSettings.NONE, plan, tables);
    recent.add("q1", SessionSettings.NONE, plan, tables);
    recent.add("too", SessionSettings.NONE, plan, tables);
    assertThat(recent.find("a1", SessionSettings.NONE)).contains(plan);
    assertThat(recent.find("b1", SessionSettings.NONE)).isEmpty();
    assertThat(recent.find("c1", SessionSettings.NONE)).contains(plan);
    assertThat(recent.find("q1", SessionSettings.NONE)).contains(plan);
    assertThat(recent.find("too", SessionSettings.NONE)).isEmpty();
  }

  private QueryPlan plan(String sql) {
    return plan(sql, SessionSettings.NONE);
  }

  private QueryPlan plan(String sql, SessionSettings settings) {
    return ((PreparedSelect) engine.prepareQuery(sql, settings)).plan();
  }

  private List<String> columns(String sql) {
    return engine.prepareQuery(sql).schema().getFields().stream().map(Field::getName).toList();
  }

  private void execute(String sql) {
    ((PreparedUpdate) engine.prepare(sql)).execute(allocator, List.of());
  }
}
