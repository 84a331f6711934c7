package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The 30 right answers about the tables of the Rust implementation, through JDBC, each with the
 * time as a literal and as a parameter. The checksums leave out the rows in which a value is null.
 */
final class ReferenceAnswersOverJdbcTest {
  private static final String NULL = "\0";

  private record Answer(String table, String asOf, int rows, @Nullable String md5) {}

  @TestFactory
  Stream<DynamicTest> theReferenceTablesAnswerRight() throws IOException, SQLException {
    List<Answer> answers = answers(testdata().resolve("expected-as-of.jsonl"));
    assertThat(answers).hasSize(30);
    RunningServer server = RunningServer.over(testdata().resolve("reference-tables"));
    Connection connection = server.openJdbc();
    return answers.stream()
        .map(
            answer ->
                DynamicTest.dynamicTest(
                    answer.table() + " as of " + answer.asOf(), () -> check(connection, answer)))
        .onClose(
            () -> {
              try (server;
                  connection) {
                assertThat(server.memory().getAllocatedMemory()).isZero();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void theQuestionOfTheReadmeHasItsAnswer() throws SQLException {
    try (RunningServer server = RunningServer.over(testdata().resolve("reference-tables"));
        Connection connection = server.openJdbc();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT key AS symbol, revenue, net_income FROM financials AT (?)"
                    + " WHERE industry IN ('Software') ORDER BY revenue DESC LIMIT 5")) {
      statement.setTimestamp(1, Timestamp.valueOf("2019-01-17 00:00:00"));
      List<String> rows = new ArrayList<>();
      try (ResultSet set = statement.executeQuery()) {
        while (set.next()) {
          rows.add(set.getString(1) + " " + set.getLong(2) + " " + set.getLong(3));
        }
      }
      assertThat(rows)
          .containsExactly(
              "MSFT 32471000000 8420000000",
              "ORCL 9562000000 2333000000",
              "SAP 8449374000 1919226000",
              "CRM 3603000000 362000000",
              "VMW 3230000000 -270000000");
    }
  }

  private static void check(Connection connection, Answer answer)
      throws SQLException, NoSuchAlgorithmException {
    String table = "SELECT * FROM " + answer.table();
    if (answer.asOf().equals("latest")) {
      try (Statement statement = connection.createStatement()) {
        check(statement.executeQuery(table), answer);
      }
      return;
    }
    try (Statement statement = connection.createStatement()) {
      check(
          statement.executeQuery(table + " FOR EVENT_TIME AS OF '" + answer.asOf() + "'"), answer);
    }
    try (PreparedStatement statement = connection.prepareStatement(table + " AT (?)")) {
      statement.setTimestamp(
          1,
          Timestamp.valueOf(LocalDateTime.ofInstant(Instant.parse(answer.asOf()), ZoneOffset.UTC)));
      check(statement.executeQuery(), answer);
    }
  }

  private static void check(ResultSet set, Answer answer)
      throws SQLException, NoSuchAlgorithmException {
    List<String> lines = new ArrayList<>();
    try (set) {
      while (set.next()) {
        lines.add(line(set));
      }
    }
    assertThat(lines).hasSize(answer.rows());
    if (answer.md5() != null) {
      lines.removeIf(line -> line.contains(NULL));
      lines.sort(null);
      assertThat(md5(String.join("\n", lines))).isEqualTo(answer.md5());
    }
  }

  private static String line(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      if (row.getMetaData().getColumnType(i) == Types.TIMESTAMP) {
        LocalDateTime time = row.getObject(i, LocalDateTime.class);
        values.add(
            time == null ? NULL : Long.toString(time.toInstant(ZoneOffset.UTC).toEpochMilli()));
      } else {
        Object value = row.getObject(i);
        values.add(value == null ? NULL : value.toString());
      }
    }
    return String.join("|", values);
  }

  private static List<Answer> answers(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Answer> answers = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode node = json.readTree(line);
      answers.add(
          new Answer(
              node.get("table").asText(),
              node.get("as_of").asText(),
              node.get("rows").asInt(),
              node.has("md5") ? node.get("md5").asText() : null));
    }
    return answers;
  }

  private static Path testdata() {
    Path folder = findTestdata();
    assumeTrue(
        Files.isDirectory(folder),
        "the reference tables are not here; set -Dazof.testdata to their folder");
    return folder;
  }

  private static Path findTestdata() {
    String configured = System.getProperty("azof.testdata");
    if (configured != null) {
      return Path.of(configured);
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("shared/testdata");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return here.resolve("shared/testdata");
  }

  private static String md5(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
