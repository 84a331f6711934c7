package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is below is not in reach: no function, setting, catalog or file of the engine. */
final class EngineReachTest {
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.SQL_INVALID, ErrorCode.UNSUPPORTED, ErrorCode.TABLE_NOT_FOUND);

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;
  private Lakehouse lakehouse;
  private QueryEngine engine;

  @BeforeEach
  void open() {
    lakehouse = Lakehouse.openOrCreate("memory:");
    engine = QueryEngine.open(lakehouse, allocator);
  }

  @AfterEach
  void close() {
    engine.close();
    lakehouse.close();
    allocator.close();
  }

  @Test
  void noFunctionOfTheEngineIsReachedThatIsNotOneOfSql() throws SQLException, IOException {
    Set<String> documented = documented();
    List<String> reached = new ArrayList<>();
    Set<String> names = catalogue();
    for (String name : names) {
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      for (String arguments : List.of("", "'x'", "1", "'x', 'y'", "'x', 1, 1")) {
        boolean isRefused =
            isRefused("SELECT " + quoted + "(" + arguments + ")")
                && isRefused("SELECT * FROM " + quoted + "(" + arguments + ")")
                && isRefused("SELECT * FROM TABLE(" + quoted + "(" + arguments + "))");
        if (!isRefused && !documented.contains(name.toUpperCase(Locale.ROOT))) {
          reached.add(name + "(" + arguments + ")");
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(500).contains("read_csv", "read_text", "duckdb_settings");
    assertThat(reached).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM 'FILE'",
        "SELECT * FROM \"FILE\"",
        "FROM 'FILE'",
        "SELECT * FROM duckdb_settings",
        "SELECT * FROM duckdb_tables",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM system.main.duckdb_settings",
        "SELECT * FROM temp.main.x",
        "SELECT current_setting('threads')",
        "SELECT getenv('HOME')",
        "PRAGMA database_list",
        "SET threads = 1",
        "SET GLOBAL enable_external_access = true",
        "RESET threads",
        "INSTALL httpfs",
        "LOAD httpfs",
        "ATTACH 'FILE' AS other",
        "DETACH other",
        "USE other",
        "COPY (SELECT 1) TO 'FILE.out'",
        "EXPORT DATABASE 'FILE.out'",
        "IMPORT DATABASE 'FILE.out'",
        "CHECKPOINT",
        "VACUUM",
        "CREATE SECRET s (TYPE s3)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE MACRO m(x) AS x",
        "SELECT 1; COPY (SELECT 1) TO 'FILE.out'",
      })
  void noStatementOfTheEngineIsTaken(String statement) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    assertThat(isRefused(statement.replace("FILE", file.toString()))).isTrue();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private boolean isRefused(String sql) {
    try {
      engine.prepare(sql);
      return false;
    } catch (AzofException e) {
      assertThat(REFUSALS).as("%s: %s", sql, e.getMessage()).contains(e.code());
      return true;
    }
  }

  /** All functions of the engine, table functions and macros too. */
  private static Set<String> catalogue() throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT DISTINCT function_name FROM duckdb_functions()")) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  /** The words of the functions and operators that docs/SQL.md lists, in capitals. */
  private static Set<String> documented() {
    try {
      String page = Files.readString(Path.of("..", "docs", "SQL.md"));
      String functions = page.substring(page.indexOf("## Functions"));
      String list = functions.substring(0, functions.indexOf("## Parameters"));
      return Arrays.stream(list.split("[^A-Z0-9_]+"))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
