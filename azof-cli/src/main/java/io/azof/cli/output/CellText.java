package io.azof.cli.output;

import io.azof.storage.model.EventTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** A value as text, the same in every format: times in ISO-8601 with milliseconds. */
final class CellText {
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

  private CellText() {}

  static String of(Object value) {
    if (value instanceof Instant instant) {
      return EventTime.of(instant).toString();
    }
    if (value instanceof LocalDateTime time) {
      return LOCAL_TIME.format(time);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }
}
