package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.catalog.SessionSettings.Origin;
import io.azof.sql.testing.SampleTables;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.AsOf;
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
  private static final SessionSettings THEN =
      SessionSettings.NONE.with(SessionSetting.AS_OF, "2023-11-15", SessionSettings.Origin.SESSION);

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
    assertThat(values("SELECT key, amount FROM ledger", SessionSettings.NONE))
        .containsExactly("b 55");
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

  @Test
  void theVersionOfASessionIsThatOfTheTablesWithoutAVersion() throws IOException {
    SessionSettings atVersion = THEN.with(SessionSetting.VERSION, "2", Origin.CONNECTION);
    String sql = "SELECT count(*) FROM ledger";
    assertThat(values(sql, atVersion)).containsExactly("0");
    assertThat(values("SELECT count(*) FROM LEDGER l", atVersion)).containsExactly("0");
    assertThat(values(sql + " FOR VERSION AS OF 4", atVersion)).containsExactly("1");
    assertThat(values("SELECT count(*) FROM \"ledger$history\"", atVersion))
        .isEqualTo(
            values("SELECT count(*) FROM ledger FOR ALL EVENT_TIME FOR VERSION AS OF 2", THEN));
    assertThatThrownBy(() -> engine.prepare("DELETE FROM ledger", atVersion))
        .hasMessage(
            "The session looks at version 2 of its tables, which can only be read; RESET version"
                + " before a change");
    assertThatThrownBy(
            () -> engine.prepare(sql, THEN.with(SessionSetting.VERSION, "99", Origin.SESSION)))
        .hasMessageContaining("99");
  }

  @Test
  void setSaysWhatTheSessionSaysFromThenOn() {
    assertThat(set("SET as_of = '2023-11-15'")).isEqualTo(THEN);
    assertThat(set("set AS_OF to TIMESTAMP '2023-11-15 00:00:00'")).isEqualTo(THEN);
    assertThat(set("SET as_of = DATE '2023-11-15'")).isEqualTo(THEN);
    assertThat(set("SET as_of = latest").asOf()).isEqualTo(AsOf.LATEST);
    assertThat(set("SET version = 4").version()).hasValue(4);
    assertThat(set("SET catalog = 'azof'").isEmpty()).isTrue();
    assertThat(((PreparedSetting) engine.prepare("SET as_of = DEFAULT")).applyTo(THEN).isEmpty())
        .isTrue();
    assertThat(((PreparedSetting) engine.prepare("RESET as_of")).applyTo(THEN).isEmpty()).isTrue();
  }

  private SessionSettings set(String sql) {
    return ((PreparedSetting) engine.prepare(sql)).applyTo(SessionSettings.NONE);
  }

  @Test
  void showSaysWhatASettingIsAndWhoSaidSo() throws IOException {
    assertThat(values("SHOW as_of", THEN)).containsExactly("2023-11-15T00:00:00.000Z session");
    assertThat(values("SHOW AS_OF", SessionSettings.NONE)).containsExactly("latest default");
    SessionSettings ofUrl =
        SessionSettings.NONE.with(SessionSetting.AS_OF, "2024-01-01", Origin.CONNECTION);
    assertThat(values("SHOW as_of", ofUrl)).containsExactly("2024-01-01T00:00:00.000Z connection");
    assertThat(values("SHOW as_of", THEN.over(ofUrl)))
        .containsExactly("2023-11-15T00:00:00.000Z session");
    assertThat(values("SHOW schema", THEN)).containsExactly("main default");
  }

  @Test
  void whatCannotBeSetIsSaidAtItsPlace() {
    assertThatThrownBy(() -> engine.prepare("SET color = 'red'"))
        .hasMessage(
            "line 1, column 5: There is no setting \"color\"; there are as_of, version, catalog,"
                + " schema");
    assertThatThrownBy(() -> engine.prepare("SET as_of = 'soon'"))
        .hasMessageStartingWith("line 1, column 13: Cannot read \"soon\" as a time");
    assertThatThrownBy(() -> engine.prepare("SET version = -1"))
        .hasMessage(
            "line 1, column 15: The setting version cannot be \"-1\": a version is a number, or"
                + " latest");
    assertThatThrownBy(() -> engine.prepare("SET schema = 'other'"))
        .hasMessage(
            "line 1, column 14: The setting schema cannot be \"other\": there is only \"main\"");
  }

  private List<String> values(String sql, SessionSettings settings) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ArrowReader reader = engine.prepareQuery(sql, settings).openReader(allocator, List.of())) {
      while (reader.loadNextBatch()) {
        String text = reader.getVectorSchemaRoot().contentToTSVString();
        text.lines().skip(1).map(line -> line.replace('\t', ' ')).forEach(rows::add);
      }
    }
    return rows;
  }
}
