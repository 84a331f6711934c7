package io.azof.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that stream by, from whatever source. Starts before the first row; whoever opened it closes
 * it.
 */
public interface Rows extends AutoCloseable {
  /** The columns, in order; the same for every row. */
  List<OutputColumn> columns();

  /**
   * Goes to the next row.
   *
   * @return false when there is none
   * @throws io.azof.error.AzofException when the source fails; rows that end without one are all
   */
  boolean next();

  /**
   * A value of the current row: String, Long, Double, BigDecimal, Boolean, Instant, LocalDateTime,
   * LocalDate, LocalTime, byte[], null, or anything else whose {@code toString} is its text.
   *
   * @param column from 0
   */
  @Nullable Object value(int column);

  @Override
  void close();
}
