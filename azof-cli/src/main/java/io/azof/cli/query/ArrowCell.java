package io.azof.cli.query;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.TimeStampSecTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Reads one column's values as {@link io.azof.cli.output.Rows#value} describes them. */
@FunctionalInterface
interface ArrowCell {
  @Nullable Object value(int row);

  /** A reader of the vector, as long as that one lives. */
  static ArrowCell of(FieldVector vector) {
    ArrowCell cell = ofValues(vector);
    return row -> vector.isNull(row) ? null : cell.value(row);
  }

  private static ArrowCell ofValues(FieldVector vector) {
    if (vector instanceof VarCharVector texts) {
      return row -> new String(texts.get(row), StandardCharsets.UTF_8);
    }
    if (vector instanceof TimeStampMilliTZVector times) {
      return row -> Instant.ofEpochMilli(times.get(row));
    }
    if (vector instanceof TimeStampMicroTZVector times) {
      return row -> instant(times.get(row), TimeUnit.MICROSECONDS);
    }
    if (vector instanceof TimeStampNanoTZVector times) {
      return row -> instant(times.get(row), TimeUnit.NANOSECONDS);
    }
    if (vector instanceof TimeStampSecTZVector times) {
      return row -> Instant.ofEpochSecond(times.get(row));
    }
    if (vector instanceof DateDayVector dates) {
      return row -> LocalDate.ofEpochDay(dates.get(row));
    }
    if (vector instanceof TimeMilliVector times) {
      return row -> LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(times.get(row)));
    }
    if (vector instanceof TimeMicroVector times) {
      return row -> LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(times.get(row)));
    }
    return vector::getObject;
  }

  private static Instant instant(long value, TimeUnit unit) {
    long perSecond = unit.convert(1, TimeUnit.SECONDS);
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond), unit.toNanos(Math.floorMod(value, perSecond)));
  }
}
