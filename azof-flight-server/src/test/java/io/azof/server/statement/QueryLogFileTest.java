package io.azof.server.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.model.TableVersion;
import io.azof.storage.model.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of statements, a JSON object each. */
final class QueryLogFileTest {
  private static final Set<TableVersion> VERSIONS =
      Set.of(new TableVersion("b", 2), new TableVersion("b", 1), new TableVersion("a", 7));

  private static EndedStatement ended(String sql, Optional<RunFailure> failure) {
    StatementOrigin origin =
        new StatementOrigin(
            "ann",
            "127.0.0.1",
            Optional.empty(),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    return new EndedStatement(
        new StatementFacts(
            "17",
            StatementKind.QUERY,
            origin,
            sql,
            Optional.of("2019-01-17T00:00:00.000Z"),
            Instant.parse("2021-06-10T12:30:00.123Z")),
        new RunProgress(RunState.RUNNING, 3, 24, new Traffic(2, 4711, 1, 1, VERSIONS)),
        Duration.ofMillis(41),
        failure.isEmpty() ? RunOutcome.OK : RunOutcome.FAILED,
        failure);
  }

  @Test
  void aLineSaysAllThatIsKnown(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("queries.json");
    try (QueryLogFile log = QueryLogFile.open(file)) {
      log.ended(ended("SELECT 'a\n\"b\"'", Optional.empty()));
      log.ended(ended("SELECT 1", Optional.of(new RunFailure("INTERNAL", Optional.of("id-1")))));
    }

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"time\":\"2021-06-10T12:30:00.123Z\",\"id\":\"17\",\"user\":\"ann\","
                + "\"peer\":\"127.0.0.1\",\"session\":null,"
                + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"kind\":\"query\",\"sql\":\"SELECT"
                + " 'a\\n"
                + "\\\"b\\\"'\",\"as_of\":\"2019-01-17T00:00:00.000Z\","
                + "\"versions\":{\"a\":[7],\"b\":[1,2]},\"rows\":3,\"bytes\":24,\"requests\":2,\"bytes_fetched\":4711,"
                + "\"files_fetched\":1,\"files_cached\":1,\"duration_ms\":41,"
                + "\"outcome\":\"OK\",\"error\":null,\"error_id\":null}",
            "{\"time\":\"2021-06-10T12:30:00.123Z\",\"id\":\"17\",\"user\":\"ann\","
                + "\"peer\":\"127.0.0.1\",\"session\":null,"
                + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"kind\":\"query\",\"sql\":\"SELECT"
                + " 1\",\"as_of\":\"2019-01-17T00:00:00.000Z\","
                + "\"versions\":{\"a\":[7],\"b\":[1,2]},\"rows\":3,\"bytes\":24,\"requests\":2,\"bytes_fetched\":4711,"
                + "\"files_fetched\":1,\"files_cached\":1,\"duration_ms\":41,"
                + "\"outcome\":\"FAILED\",\"error\":\"INTERNAL\",\"error_id\":\"id-1\"}");
  }

  @Test
  void aFileThatIsMovedAwayIsBegunAnew(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("queries.json");
    try (QueryLogFile log = QueryLogFile.open(file)) {
      log.ended(ended("SELECT 1", Optional.empty()));
      Files.move(file, folder.resolve("old"));
      log.ended(ended("SELECT 2", Optional.empty()));
    }

    assertThat(Files.readAllLines(folder.resolve("old"))).hasSize(1);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void aFileThatCannotBeWrittenStopsTheStart(@TempDir Path folder) {
    assertThatThrownBy(() -> QueryLogFile.open(folder.resolve("missing/queries.json")))
        .isInstanceOf(AzofException.class)
        .hasMessageContaining("query-log.file");
  }
}
