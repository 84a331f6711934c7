package io.azof.storage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueTextTest {
  private static final ColumnType DECIMAL = ColumnType.decimal(5, 2);

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(ColumnType.STRING, "", ""),
        arguments(ColumnType.INT, "+07", 7L),
        arguments(ColumnType.INT, "-9223372036854775808", Long.MIN_VALUE),
        arguments(ColumnType.BOOLEAN, "TRUE", true),
        arguments(ColumnType.BOOLEAN, "false", false),
        arguments(ColumnType.DATE_TIME, "1970-01-01T01:00:00.001+01:00", new EventTime(1)),
        arguments(ColumnType.DOUBLE, "-.5e1", -5.0),
        arguments(ColumnType.DOUBLE, "7", 7.0),
        arguments(ColumnType.DOUBLE, "NaN", Double.NaN),
        arguments(ColumnType.DOUBLE, "-Infinity", Double.NEGATIVE_INFINITY),
        arguments(DECIMAL, "7", new BigDecimal("7.00")),
        arguments(DECIMAL, "-999.990000", new BigDecimal("-999.99")),
        arguments(DECIMAL, "1.5e2", new BigDecimal("150.00")),
        arguments(DECIMAL, "0e-999999", new BigDecimal("0.00")),
        arguments(ColumnType.DATE, "0001-01-01", LocalDate.of(1, 1, 1)),
        arguments(ColumnType.BINARY, "00Ff", new byte[] {0, -1}),
        arguments(ColumnType.BINARY, "", new byte[0]));
  }

  @ParameterizedTest
  @MethodSource("values")
  void readsValues(ColumnType type, String text, Object value) {
    assertThat(ValueText.parse(type, text)).isEqualTo(value);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments(ColumnType.INT, "1.0", "cannot be read as an integer"),
        arguments(ColumnType.INT, "٣", "cannot be read as an integer"),
        arguments(ColumnType.INT, "9223372036854775808", "is an integer of more than 64 bits"),
        arguments(ColumnType.BOOLEAN, "yes", "is neither true nor false"),
        arguments(ColumnType.DATE_TIME, "soon", "cannot be read as an ISO-8601 time"),
        arguments(ColumnType.DOUBLE, "1e999", "is a number beyond the range of doubles"),
        arguments(ColumnType.DOUBLE, "0x1p3", "cannot be read as a number"),
        arguments(ColumnType.DOUBLE, ".", "cannot be read as a number"),
        arguments(DECIMAL, "1000", "does not fit in Decimal(5,2)"),
        arguments(DECIMAL, "0.001", "does not fit in Decimal(5,2)"),
        arguments(DECIMAL, "1e999999", "does not fit in Decimal(5,2)"),
        arguments(DECIMAL, "NaN", "cannot be read as a number"),
        arguments(ColumnType.DATE, "2023-02-29", "cannot be read as a date such as 2019-01-17"),
        arguments(ColumnType.DATE, "+12023-02-28", "cannot be read as a date such as 2019-01-17"),
        arguments(
            ColumnType.BINARY,
            "0x01",
            "cannot be read as bytes, which are written as pairs of hexadecimal digits"),
        arguments(
            ColumnType.BINARY,
            "123",
            "cannot be read as bytes, which are written as pairs of hexadecimal digits"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void refusesOtherTexts(ColumnType type, String text, String reason) {
    assertThatThrownBy(() -> ValueText.parse(type, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason + ": \"" + text + "\"");
  }
}
