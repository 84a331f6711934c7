package io.azof.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.testing.SqlTestCase;
import io.azof.sql.testing.SqlTestFile;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Most wrong statements are told where they are wrong; {@link SqlFilesTest} holds each to it. */
final class ErrorPlacesTest {
  private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

  @Test
  void errorsSayLineAndColumn() {
    List<SqlTestCase> wrong =
        SqlTestFile.cases("errors.sqltest").stream()
            .filter(test -> !test.error().isEmpty())
            .toList();
    assertThat(wrong)
        .filteredOn(test -> PLACE.matcher(String.join(" ", test.error())).find())
        .hasSizeGreaterThanOrEqualTo(Math.max(60, wrong.size() * 9 / 10));
  }

  @Test
  void errorsNameWhatIsNearest() {
    assertThat(SqlTestFile.cases("errors.sqltest"))
        .filteredOn(test -> String.join(" ", test.error()).contains("did you mean"))
        .hasSizeGreaterThanOrEqualTo(20);
  }
}
