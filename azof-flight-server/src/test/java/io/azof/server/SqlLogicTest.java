package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first records of files of SQLite's sqllogictest, through the stock JDBC driver. {@link
 * LogicTables} says what is bent to fit. An answer is right or the test fails; what has no answer
 * is of a kind that {@link Unsupported} names.
 */
final class SqlLogicTest {
  /** How many records of each file; all of them are 121,724. */
  private static final int RECORDS_MAX = Integer.getInteger("azof.logicRecords", 130);

  private static final Pattern STATUS =
      Pattern.compile("(?s).*FlightRuntimeException: ([A-Z_]+: .*)");

  /** What SQLite does and Azof, as standard SQL, does not. */
  private enum Unsupported {
    COLUMN_NEITHER_GROUPED_NOR_AGGREGATED(".*is not being grouped.*"),
    TEXT_TAKEN_FOR_A_NUMBER(".*Could not convert string.*"),
    DIVISION_BY_ZERO(".*Division by zero.*");

    private final Pattern message;

    Unsupported(String message) {
      this.message = Pattern.compile("(?s)INVALID_ARGUMENT: " + message);
    }

    static Optional<Unsupported> of(String message) {
      return Stream.of(values()).filter(kind -> kind.message.matcher(message).matches()).findAny();
    }
  }

  private final Map<Unsupported, Integer> unsupported = new EnumMap<>(Unsupported.class);
  private final List<String> wrong = new ArrayList<>();
  private int passed;

  static Stream<String> files() {
    return Stream.of(
        "select1.test",
        "select2.test",
        "select3.test",
        "select4.test",
        "select5.test",
        "random/select/slt_good_0.test",
        "random/aggregates/slt_good_0.test",
        "random/groupby/slt_good_0.test",
        "random/expr/slt_good_0.test",
        "index/between/10/slt_good_0.test",
        "index/commute/10/slt_good_0.test",
        "index/delete/10/slt_good_0.test",
        "index/in/10/slt_good_0.test",
        "index/orderby/10/slt_good_0.test",
        "index/orderby_nosort/10/slt_good_0.test",
        "index/random/10/slt_good_0.test");
  }

  @ParameterizedTest
  @MethodSource("files")
  void answersAsTheSuiteSays(String file, @TempDir Path folder, TestReporter report)
      throws IOException, SQLException {
    try (RunningServer server = RunningServer.over(folder);
        Connection connection = server.openJdbc()) {
      run(connection, LogicFile.records(file, RECORDS_MAX));
    }
    report.publishEntry(file, passed + " passed, unsupported " + unsupported);
    assertThat(wrong).isEmpty();
    assertThat(passed).isPositive();
  }

  private void run(Connection connection, List<LogicRecord> records) {
    LogicTables tables = new LogicTables(connection);
    for (LogicRecord record : records) {
      try {
        if (record.isQuery()) {
          tables.flush();
          query(connection, tables, record);
        } else {
          tables.run(record.sql());
          count(record, record.succeeds(), "did not fail");
        }
      } catch (SQLException | RuntimeException e) {
        failed(record, e);
      }
    }
  }

  private void query(Connection connection, LogicTables tables, LogicRecord record)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(tables.query(record.sql()))) {
      List<String> values = LogicAnswer.of(record, result);
      count(record, LogicAnswer.isExpected(record, values), "gave " + values);
    }
  }

  private void failed(LogicRecord record, Exception error) {
    String message = message(error);
    Optional<Unsupported> kind = Unsupported.of(message);
    if (record.succeeds() && kind.isPresent()) {
      unsupported.merge(kind.get(), 1, Integer::sum);
    } else {
      count(record, !record.succeeds(), message);
    }
  }

  private void count(LogicRecord record, boolean isRight, String what) {
    if (isRight) {
      passed++;
    } else {
      wrong.add(
          record.place() + "\n" + record.sql() + "\n" + what + "\nnot " + record.expected() + "\n");
    }
  }

  /** What the server said; what the driver said where the server said nothing. */
  private static String message(Exception error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      Matcher status = STATUS.matcher(e.toString());
      if (status.matches()) {
        return status.group(1);
      }
    }
    return error.toString();
  }
}
