package io.azof.sql.testing;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** The rows of a result, whose whole and decimal numbers are compared whatever their type. */
public record ResultRows(List<List<@Nullable Object>> rows) {
  /** Doubles are added up in another order by each run. */
  private static final double RELATIVE_DIFFERENCE_MAX = 1e-9;

  private static final MathContext SORTED_DIGITS = new MathContext(6);

  /** Reads all rows; the reader stays the caller's. */
  public static ResultRows of(ArrowReader reader) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      for (int row = 0; row < batch.getRowCount(); row++) {
        List<@Nullable Object> values = new ArrayList<>();
        for (FieldVector vector : batch.getFieldVectors()) {
          values.add(vector.isNull(row) ? null : comparable(value(vector, row)));
        }
        rows.add(values);
      }
    }
    return new ResultRows(rows);
  }

  private static Object value(FieldVector vector, int row) {
    if (vector instanceof DateDayVector dates) {
      return LocalDate.ofEpochDay(dates.get(row));
    }
    return vector instanceof TimeStampVector times
        ? Instant.ofEpochMilli(times.get(row))
        : vector.getObject(row);
  }

  /** Reads all rows; the result stays the caller's. */
  public static ResultRows of(ResultSet result) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        boolean isTime = result.getMetaData().getColumnType(i) == Types.TIMESTAMP;
        LocalDateTime time = isTime ? result.getObject(i, LocalDateTime.class) : null;
        values.add(
            time == null
                ? comparable(result.getObject(i))
                : time.toInstant(ZoneOffset.UTC).toString());
      }
      rows.add(values);
    }
    return new ResultRows(rows);
  }

  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value == null || value instanceof Double || value instanceof LocalDate) {
      return value;
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros()
        : value.toString();
  }

  /** Fails unless both are the same rows in the same order. */
  public void requireSame(ResultRows expected) {
    Assertions.assertThat(rows).hasSameSizeAs(expected.rows);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        requireSame(rows.get(row).get(column), expected.rows.get(row).get(column), row, column);
      }
    }
  }

  private static void requireSame(
      @Nullable Object value, @Nullable Object expected, int row, int column) {
    if (value instanceof Double number
        && expected instanceof Double other
        && number.equals(other)) {
      return;
    }
    if (value instanceof Double || expected instanceof Double) {
      double number = ((Number) Objects.requireNonNull(value)).doubleValue();
      double other = ((Number) Objects.requireNonNull(expected)).doubleValue();
      Assertions.assertThat(Math.abs(number - other))
          .as("row %d, column %d: %s and %s", row, column, number, other)
          .isLessThanOrEqualTo(RELATIVE_DIFFERENCE_MAX * Math.abs(other));
    } else {
      Assertions.assertThat(value).as("row %d, column %d", row, column).isEqualTo(expected);
    }
  }

  /** The same rows in an order of their own. */
  public ResultRows sorted() {
    return new ResultRows(
        rows.stream().sorted(Comparator.comparing(ResultRows::sortedText)).toList());
  }

  private static String sortedText(List<@Nullable Object> row) {
    return row.stream()
        .map(
            value ->
                value instanceof Double number && Double.isFinite(number)
                    ? new BigDecimal(number).round(SORTED_DIGITS).toString()
                    : String.valueOf(value))
        .collect(Collectors.joining("|"));
  }
}
