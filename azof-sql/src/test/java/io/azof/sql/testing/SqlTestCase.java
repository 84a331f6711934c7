package io.azof.sql.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One statement and what must come of it.
 *
 * @param line where it begins in its file
 * @param error what the message must contain; empty when it must succeed
 * @param plan what the lines of the result must contain, in order, where it is no table
 * @param driverRefusal what the Flight SQL JDBC driver says where it refuses to send this statement
 *     or its parameters at all; empty where it does send them
 */
public record SqlTestCase(
    String file,
    int line,
    String sql,
    List<@Nullable Object> parameters,
    String types,
    String columns,
    boolean ordered,
    List<String> rows,
    List<String> error,
    List<String> plan,
    Optional<String> driverRefusal) {

  /** Holds a connection to this case. */
  public void check(SqlTestConnection connection) throws SqlTestFailure {
    if (!error.isEmpty()) {
      assertThatThrownBy(() -> connection.run(sql, parameters))
          .as(toString())
          .isInstanceOf(SqlTestFailure.class)
          .message()
          .contains(error);
      return;
    }
    SqlTestResult result = connection.run(sql, parameters);
    if (!plan.isEmpty()) {
      assertThat(joined(result.rows())).as(toString()).containsSubsequence(plan);
      return;
    }
    if (!types.isEmpty() && !result.types().isEmpty()) {
      assertThat(String.join(" | ", result.types())).as("types of " + this).isEqualTo(types);
    }
    assertThat(String.join(" | ", result.columns())).as("columns of " + this).isEqualTo(columns);
    List<String> actual = result.rows().stream().map(row -> String.join(" | ", row)).toList();
    if (ordered) {
      assertThat(actual).as(toString()).containsExactlyElementsOf(rows);
    } else {
      assertThat(actual).as(toString()).containsExactlyInAnyOrderElementsOf(rows);
    }
  }

  private static String joined(List<List<String>> rows) {
    return rows.stream().map(row -> row.get(0)).collect(Collectors.joining("\n"));
  }

  /** The file, the line and the statement. */
  @Override
  public String toString() {
    String flat = Arrays.stream(sql.split("\\s+")).collect(Collectors.joining(" "));
    return file + ":" + line + " " + (flat.length() > 120 ? flat.substring(0, 120) + "…" : flat);
  }
}
