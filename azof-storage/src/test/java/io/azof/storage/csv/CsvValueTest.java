package io.azof.storage.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.parquet.ArrowColumns;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/** Each kind of value against the parser of the JDK, over random texts. */
final class CsvValueTest {
  private static final int ROUNDS = 20_000;

  @Test
  void readsIntegers() {
    compare(
        ColumnType.INT,
        random -> text(random, "+-0123456789", 22),
        text -> {
          BigInteger value = new BigInteger(text);
          return value.bitLength() < 64 ? value.longValue() : null;
        },
        FieldVector::getObject);
  }

  @Test
  void readsTheIntegersAtTheEndsOfTheirRange() {
    List<String> good = List.of("9223372036854775807", "-9223372036854775808", "+0", "-0", "007");
    for (String text : good) {
      assertThat(CsvValue.of(ColumnType.INT).read(bytes(text), 0, text.length())).isTrue();
    }
    for (String text : List.of("9223372036854775808", "-9223372036854775809", "+", "-", "", "1 ")) {
      assertThat(CsvValue.of(ColumnType.INT).read(bytes(text), 0, text.length())).isFalse();
    }
  }

  @Test
  void readsDoubles() {
    compare(
        ColumnType.DOUBLE,
        CsvValueTest::number,
        text -> {
          double value = Double.parseDouble(text);
          return Double.isInfinite(value) ? null : value;
        },
        FieldVector::getObject);
  }

  @Test
  void readsDecimals() {
    for (ColumnType type :
        List.of(ColumnType.decimal(18, 4), ColumnType.decimal(38, 10), ColumnType.decimal(3, 3))) {
      compare(
          type,
          CsvValueTest::number,
          text -> {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            boolean fits =
                value.scale() <= type.scale()
                    && value.precision() - value.scale() <= type.precision() - type.scale();
            return fits || value.signum() == 0 ? value.setScale(type.scale()) : null;
          },
          FieldVector::getObject);
    }
  }

  @Test
  void readsNoNumberThatWouldTakeAllMemory() {
    CsvValue decimal = CsvValue.of(ColumnType.decimal(38, 10));
    for (String text : List.of("1e999999", "1e-999999", "1e99999999999999999999")) {
      assertThat(decimal.read(bytes(text), 0, text.length())).as(text).isFalse();
    }
  }

  @Test
  void readsTimes() {
    compare(
        ColumnType.DATE_TIME,
        CsvValueTest::time,
        text -> EventTime.parse(text).epochMillis(),
        (vector, row) -> ((TimeStampMilliTZVector) vector).get(row));
  }

  @Test
  void readsDates() {
    compare(
        ColumnType.DATE,
        random -> random.nextInt(10) == 0 ? text(random, "0123-", 10) : date(random),
        text -> (int) LocalDate.parse(text).toEpochDay(),
        (vector, row) -> ((DateDayVector) vector).get(row));
  }

  private static String number(Random random) {
    if (random.nextInt(4) == 0) {
      return text(random, "+-.eE0123456789", 8);
    }
    String number = text(random, "0123456789", 1 + random.nextInt(20));
    if (random.nextBoolean()) {
      number += "." + text(random, "0123456789", 1 + random.nextInt(12));
    }
    if (random.nextInt(4) == 0) {
      number += "e" + (random.nextInt(80) - 40);
    }
    return (random.nextInt(4) == 0 ? "-" : "") + number;
  }

  private static String date(Random random) {
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d",
        random.nextInt(10_000),
        random.nextInt(14),
        random.nextInt(33));
  }

  private static String time(Random random) {
    StringBuilder time = new StringBuilder(date(random));
    if (random.nextInt(8) > 0) {
      time.append(random.nextBoolean() ? 'T' : ' ');
      time.append(String.format(Locale.ROOT, "%02d:%02d", random.nextInt(25), random.nextInt(61)));
      if (random.nextInt(4) > 0) {
        time.append(String.format(Locale.ROOT, ":%02d", random.nextInt(61)));
        if (random.nextBoolean()) {
          time.append('.').append(text(random, "0123456789", random.nextInt(11)));
        }
      }
      List<String> ends = List.of("", "", "Z", "z", " Z", "+02:00", "-00:30", " ", "x", "+2");
      time.append(ends.get(random.nextInt(ends.size())));
    }
    return time.toString();
  }

  private static String text(Random random, String letters, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(lengthMax + 1); length > 0; length--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  /** A value of a vector. */
  private interface Stored {
    Object at(FieldVector vector, int row);
  }

  private static void compare(
      ColumnType type,
      Function<Random, String> texts,
      Function<String, Object> expected,
      Stored stored) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    CsvValue value = CsvValue.of(type);
    Field field = Field.nullable("value", ArrowColumns.arrowType(type));
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector vector = field.createVector(allocator)) {
      vector.setInitialCapacity(1);
      vector.allocateNew();
      vector.setValueCount(1);
      for (int round = 0; round < ROUNDS; round++) {
        String text = texts.apply(random);
        byte[] padded = bytes("1" + text + "1");
        boolean read = value.read(padded, 1, padded.length - 1);
        Optional<Object> found = Optional.empty();
        if (read) {
          value.store(vector, 0);
          found = Optional.of(stored.at(vector, 0));
        }
        assertThat(found)
            .as("seed %d, text \"%s\"", seed, text)
            .isEqualTo(orNone(() -> expected.apply(text)));
      }
    }
  }

  private static Optional<Object> orNone(Supplier<Object> value) {
    try {
      return Optional.ofNullable(value.get());
    } catch (NumberFormatException | DateTimeParseException | AzofException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
