package io.azof.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DuckDbSandboxTest {
  @TempDir private Path spill;
  @TempDir private Path outside;
  private BufferAllocator allocator;
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(DuckDbSettings.ofQueries(64L << 20, 2, spill));
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('%s')",
        "SELECT * FROM read_text('%s')",
        "SELECT * FROM '%s'",
        "SELECT * FROM glob('%s*')",
      })
  void cannotReadFiles(String sql) throws IOException {
    Path file = Files.writeString(outside.resolve("secret.csv"), "secret,1\n");
    assertThatThrownBy(() -> rows(sql.formatted(file)))
        .isInstanceOf(AzofException.class)
        .hasMessageStartingWith("The query could not be run: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO '%s'",
        "EXPORT DATABASE '%s'",
        "ATTACH '%s'",
        "ATTACH ':memory:' AS other",
        "CREATE TABLE kept (a INTEGER)",
        "CREATE VIEW kept AS SELECT 1",
        "CREATE MACRO kept() AS 1",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "RESET memory_limit",
        "SET TimeZone = 'Asia/Tokyo'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "BEGIN",
      })
  void doesNothingButQuery(String sql) {
    assertThatThrownBy(() -> rows(sql.formatted(outside.resolve("made"))))
        .isInstanceOf(AzofException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void saysThatOnlyQueriesRun() {
    assertThatThrownBy(() -> rows("CREATE TABLE kept (a INTEGER)"))
        .hasMessage("Only queries can be run, no other statements")
        .satisfies(e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.SQL_INVALID));
  }

  @Test
  void hasItsSettingsInEveryQuery() throws IOException {
    assertThat(
            rows(
                "SELECT name, value FROM duckdb_settings() WHERE name IN ('TimeZone', 'threads',"
                    + " 'streaming_buffer_size', 'integer_division', 'memory_limit',"
                    + " 'preserve_insertion_order') ORDER BY lower(name)"))
        .containsExactly(
            List.of("integer_division", "true"),
            List.of("memory_limit", "64.0 MiB"),
            List.of("preserve_insertion_order", "true"),
            List.of("streaming_buffer_size", "128.0 KiB"),
            List.of("threads", "2"),
            List.of("TimeZone", "UTC"));
  }

  @Test
  void leavesNoSpillFolder() throws IOException {
    DuckDb other = DuckDb.open(DuckDbSettings.ofQueries(64L << 20, 1, spill.resolve("new")));
    assertThat(spill.resolve("new")).isNotEmptyDirectory();
    other.close();
    assertThat(spill.resolve("new")).isEmptyDirectory();
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(() -> DuckDbSettings.ofQueries(1 << 20, 1, spill))
        .hasMessage("Queries need at least 33554432 bytes of memory, but are given 1048576");
    assertThatThrownBy(() -> DuckDbSettings.ofQueries(64 << 20, 0, spill))
        .hasMessage("Queries need at least 1 thread, but are given 0");
  }

  private List<List<Object>> rows(String sql) throws IOException {
    return ReadRows.of(duckDb.openQuery(allocator, sql, Map.of(), List.of()));
  }
}
