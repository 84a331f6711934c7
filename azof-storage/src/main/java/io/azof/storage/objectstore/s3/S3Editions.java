package io.azof.storage.objectstore.s3;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells one writing of an object from the next with the same content: by its time, which the
 * service gives in seconds. As long as that second lasts the object may be written once more, so
 * what is read then is taken for an edition of its own.
 */
final class S3Editions {
  private final AtomicLong unsure = new AtomicLong();

  /**
   * @param written when the object was written, in the form of HTTP
   * @param now when the service answered
   */
  String of(String written, Optional<String> now) {
    Optional<Instant> begin = time(written);
    Optional<Instant> end = now.flatMap(S3Editions::time);
    boolean isOver = begin.isEmpty() || end.isEmpty() || end.get().isAfter(begin.get());
    return isOver ? written : written + " #" + unsure.incrementAndGet();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
