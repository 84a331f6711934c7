package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a file are for; those that it does not name are values.
 *
 * @param keyColumns what tells rows apart: one column, which becomes {@code key} and is no value,
 *     or several, which are joined into {@code key} and are values too; see {@link JoinedKey}
 * @param eventTimeColumn becomes {@code event_time} and is no value
 * @param deleteWhen which rows say that their key is gone; its column is no value
 */
public record ImportMapping(
    List<String> keyColumns, String eventTimeColumn, Optional<DeleteCondition> deleteWhen) {

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for no key column, or a column named twice
   */
  public ImportMapping {
    keyColumns = List.copyOf(keyColumns);
    if (keyColumns.isEmpty()) {
      throw new AzofException(ErrorCode.ARGUMENT_INVALID, "No column is named as the key");
    }
    Set<String> named = new HashSet<>();
    for (String key : keyColumns) {
      requireFirst(named, key, "the key");
    }
    requireFirst(named, eventTimeColumn, "the event time");
    deleteWhen.ifPresent(delete -> requireFirst(named, delete.column(), "the delete column"));
  }

  private static void requireFirst(Set<String> named, String column, String use) {
    if (!named.add(column)) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Column \"" + column + "\" is named as " + use + ", but is named before already");
    }
  }

  /** A mapping without deletes. */
  public static ImportMapping of(List<String> keyColumns, String eventTimeColumn) {
    return new ImportMapping(keyColumns, eventTimeColumn, Optional.empty());
  }

  boolean joinsKeys() {
    return keyColumns.size() > 1;
  }
}
