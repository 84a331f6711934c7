package io.azof.server;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of a result as sqllogictest writes them. */
final class LogicAnswer {
  private LogicAnswer() {}

  /** Reads a result, in the order that the record asks for. */
  static List<String> of(LogicRecord record, ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      if (columns != record.types().length()) {
        return List.of("a result of " + columns + " columns");
      }
      List<String> row = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        row.add(text(record.types().charAt(i), result.getObject(i + 1)));
      }
      rows.add(row);
    }
    return sorted(record.sort(), rows);
  }

  private static List<String> sorted(LogicRecord.Sort sort, List<List<String>> rows) {
    if (sort == LogicRecord.Sort.ROWSORT) {
      rows.sort(LogicAnswer::compareRows);
    }
    List<String> values = new ArrayList<>();
    rows.forEach(values::addAll);
    if (sort == LogicRecord.Sort.VALUESORT) {
      Collections.sort(values);
    }
    return values;
  }

  private static int compareRows(List<String> row, List<String> other) {
    for (int i = 0; i < row.size(); i++) {
      int order = Comparator.<String>naturalOrder().compare(row.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String text(char type, @Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (type == 'T') {
      String text = value.toString();
      return text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
    }
    return switch (type) {
      case 'I' -> number(value).setScale(0, RoundingMode.DOWN).toPlainString();
      case 'R' -> String.format(Locale.ROOT, "%.3f", number(value));
      default -> throw new IllegalArgumentException("There is no type " + type);
    };
  }

  /** A text that is shown as a number is 0, a truth value 0 or 1, as in SQLite. */
  private static BigDecimal number(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return value instanceof Number number ? new BigDecimal(number.toString()) : BigDecimal.ZERO;
  }

  /** Whether values are those that the record expects. */
  static boolean isExpected(LogicRecord record, List<String> values) {
    List<String> expected = record.expected();
    if (expected.size() == 1 && expected.get(0).contains(" values hashing to ")) {
      return expected.get(0).equals(values.size() + " values hashing to " + md5(values));
    }
    return expected.equals(values);
  }

  private static String md5(List<String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (String value : values) {
        digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
