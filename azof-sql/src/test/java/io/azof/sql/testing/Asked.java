package io.azof.sql.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement, and how an engine without time is asked the same.
 *
 * @param parameters one value per {@code ?} of the first
 */
public record Asked(String sql, List<@Nullable Object> parameters, String plain) {
  /** A statement without time. */
  public static Asked ofAnyEngine(String sql) {
    return new Asked(sql, List.of(), sql);
  }
}
