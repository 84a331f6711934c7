package io.azof.sql;

import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A validated statement that has rows. */
public non-sealed interface PreparedQuery extends PlannedStatement {
  @Override
  default boolean changesTables() {
    return false;
  }

  @Override
  default Optional<String> changedTable() {
    return Optional.empty();
  }

  /** The schema that every batch of every {@link #openReader} has, nullability included. */
  Schema schema();

  /**
   * Runs the statement. The tables' versions are pinned now.
   *
   * @param parent where the memory of the result is taken from
   * @param parameters one value per {@code ?}: Boolean, Long, Double, BigDecimal, String, Instant
   *     (for timestamps), LocalDate, LocalTime, byte[] or null; cast to the parameter's type
   * @return the result, streaming; the receiver closes it, from any thread, also midway
   */
  default ArrowReader openReader(BufferAllocator parent, List<@Nullable Object> parameters) {
    return openReader(parent, parameters, traffic -> {});
  }

  /**
   * As {@link #openReader(BufferAllocator, List)}.
   *
   * @param traffic is told what it takes to have the tables and their files here, each time that
   *     something is asked for, on any thread, until the reader is closed
   */
  ArrowReader openReader(
      BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic);
}
