package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.SampleTables;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements of a session that looks at tables as of a time. */
final class SessionTimeTest {
  private static final AsOf THEN = AsOf.at(EventTime.parse("2023-11-15"));

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;
  private Lakehouse lakehouse;
  private QueryEngine engine;

  @BeforeEach
  void open() throws IOException {
    SampleTables.write(allocator, folder);
    lakehouse = Lakehouse.open(folder.toString());
    engine = QueryEngine.open(lakehouse, allocator);
  }

  @AfterEach
  void close() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void aTableWithoutAClauseIsLookedAtAsOfTheTimeOfTheSession() throws IOException {
    assertThat(values("SELECT key, amount FROM ledger", THEN)).containsExactly("a 70");
    assertThat(values("SELECT key, amount FROM ledger", AsOf.LATEST)).containsExactly("b 55");
    assertThat(
            values("SELECT count(*) FROM (SELECT key FROM ledger) l JOIN ledger m ON TRUE", THEN))
        .containsExactly("1");
  }

  @Test
  void aClauseOfTheStatementWins() throws IOException {
    assertThat(values("SELECT key, amount FROM ledger AT ('2023-12-24') ORDER BY key", THEN))
        .containsExactly("a 100", "b 55");
    assertThat(values("SELECT count(*) FROM ledger FOR ALL EVENT_TIME", THEN)).containsExactly("3");
    assertThat(
            values(
                "SELECT l.amount FROM (VALUES ('a', DATE '2023-12-24')) AS o(account, t)"
                    + " JOIN ledger AT (o.t) l ON l.key = o.account",
                THEN))
        .containsExactly("100");
  }

  @Test
  void aVersionIsLookedAtAsOfTheTimeOfTheSessionToo() throws IOException {
    String sql = "SELECT count(*) FROM ledger FOR VERSION AS OF ";
    assertThat(values(sql + 2, THEN)).containsExactly("0");
    assertThat(values(sql + 4, THEN)).containsExactly("1");
  }

  @Test
  void explainSaysWhichTimeEachTableGotAndFromWhere() throws IOException {
    assertThat(
            String.join(
                "\n",
                values(
                    "EXPLAIN SELECT * FROM ledger l JOIN ledger AT ('2023-12-24') m ON TRUE",
                    THEN)))
        .contains(
            "asOf=[2023-11-15T00:00:00.000Z, of the session]", "asOf=[2023-12-24T00:00:00.000Z]");
  }

  private List<String> values(String sql, AsOf asOf) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ArrowReader reader = engine.prepareQuery(sql, asOf).openReader(allocator, List.of())) {
      while (reader.loadNextBatch()) {
        String text = reader.getVectorSchemaRoot().contentToTSVString();
        text.lines().skip(1).map(line -> line.replace('\t', ' ')).forEach(rows::add);
      }
    }
    return rows;
  }
}
