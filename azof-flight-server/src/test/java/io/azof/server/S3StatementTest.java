package io.azof.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.StorageSettings;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Operation;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements over tables in S3, and what the log says of them. */
final class S3StatementTest {
  private static final String SUM = "SELECT sum(a) FROM t WHERE key <> ?";
  private static final Pattern LINE =
      Pattern.compile(
          "(done|failed \\([A-Z_]+\\)) after \\d+ ms, (\\d+) rows, (\\d+) requests, (\\d+) bytes,"
              + " (\\d+) files fetched, (\\d+) from the cache: (.*)");

  private final FakeS3 fake = new FakeS3("bucket");
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private BufferAllocator memory;
  private Lakehouse lakehouse;
  private QueryEngine engine;
  private RunningServer server;

  @BeforeEach
  void open() {
    System.setErr(new PrintStream(logged, true, UTF_8)); // where the tests' log goes
    memory = new RootAllocator();
    StorageSettings settings =
        new StorageSettings(fake.settings(), FileCacheSettings.defaults(), Duration.ZERO);
    TableSchema schema = new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
    try (Lakehouse writing = Lakehouse.openOrCreate("s3://bucket/lake", settings)) {
      writing.createTable("t", schema, Map.of());
      for (long commit = 1; commit <= 2; commit++) {
        try (TableWriter writer = writing.openWriter("t", memory)) {
          writer.put("k" + commit, new EventTime(commit), Map.of("a", commit));
          writer.commit();
        }
      }
    }
    lakehouse = Lakehouse.open("s3://bucket/lake", settings);
    engine = QueryEngine.open(lakehouse, memory);
    server = RunningServer.over(lakehouse, engine::prepare);
    fake.log().clear();
  }

  @AfterEach
  void close() {
    System.setErr(standardError);
    server.close();
    engine.close();
    lakehouse.close();
    memory.close();
    fake.close();
  }

  @Test
  void theLogSaysWhatAStatementTookAndNoValueOfAParameter() throws SQLException {
    try (Connection connection = server.openJdbc();
        PreparedStatement statement = connection.prepareStatement(SUM)) {
      fake.log().clear();
      assertThat(sum(statement)).isEqualTo(3);
      Matcher cold = lastLine();
      assertThat(cold.group(1)).isEqualTo("done");
      assertThat(cold.group(2)).isEqualTo("1");
      assertThat(cold.group(3)).isEqualTo(Long.toString(fake.log().count(Operation.GET)));
      assertThat(cold.group(4)).isEqualTo(Long.toString(fake.log().bytesOut(Operation.GET)));
      assertThat(cold.group(5)).isEqualTo("2");
      assertThat(cold.group(6)).isEqualTo("0");
      assertThat(cold.group(7)).isEqualTo(SUM);
      fake.log().clear();
      assertThat(sum(statement)).isEqualTo(3);
      Matcher warm = lastLine();
      assertThat(warm.group(3)).isEqualTo("1");
      assertThat(warm.group(4)).isEqualTo("0");
      assertThat(warm.group(5)).isEqualTo("0");
      assertThat(warm.group(6)).isEqualTo("2");
      assertThat(fake.log().requests()).containsExactly("GET lake/t/version.txt");
    }
    assertThat(logged.toString(UTF_8)).doesNotContain("secret value");
  }

  @Test
  void theLogSaysThatAStatementFailed() throws SQLException {
    fake.keys("bucket").stream()
        .filter(key -> key.endsWith(".parquet"))
        .forEach(key -> fake.put("bucket", key, new byte[] {1, 2, 3}));
    try (Connection connection = server.openJdbc();
        PreparedStatement statement = connection.prepareStatement(SUM)) {
      assertThatThrownBy(() -> sum(statement)).isInstanceOf(SQLException.class);
    }
    assertThat(lastLine().group(1)).isEqualTo("failed (DATA_FILE_CORRUPT)");
  }

  @Test
  void explainSaysWhatIsFetchedAndThenWhatIsCached() throws SQLException {
    try (Connection connection = server.openJdbc();
        Statement statement = connection.createStatement()) {
      assertThat(explained(statement)).contains("2 files fetched, 0 from the cache");
      assertThat(explained(statement))
          .contains("fetch: 0 requests, 0 bytes, 0 files fetched, 2 from the cache");
    }
  }

  private static String explained(Statement statement) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (ResultSet lines = statement.executeQuery("EXPLAIN PLAN FOR SELECT * FROM t")) {
      while (lines.next()) {
        text.append(lines.getString(1)).append('\n');
      }
    }
    return text.toString();
  }

  private static long sum(PreparedStatement statement) throws SQLException {
    statement.setString(1, "secret value");
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      long sum = rows.getLong(1);
      assertThat(rows.next()).isFalse();
      return sum;
    }
  }

  /** The last line of the log of statements; it is written before the client sees the end. */
  private Matcher lastLine() {
    Matcher line = LINE.matcher(logged.toString(UTF_8));
    int from = 0;
    while (line.find()) {
      from = line.start();
    }
    assertThat(line.find(from)).as(logged.toString(UTF_8)).isTrue();
    return line;
  }
}
