package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Operation;
import io.azof.storage.model.TableSchema;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;
import java.util.List;
import java.util.Map;

/**
 * The first version of a table, which has no rows.
 *
 * @param properties the table's settings, by name
 */
public record NewTable(TableSchema schema, Map<String, String> properties)
    implements Change.Prepared {

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for a schema that cannot be written or a setting
   *     that cannot be read
   */
  public NewTable {
    properties = Map.copyOf(properties);
    List<String> taken = TableTree.namesTaken(schema);
    if (!taken.isEmpty()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "A table cannot have such a schema: " + taken.get(0));
    }
    String maxFuture = properties.get(TableWriter.MAX_FUTURE);
    if (maxFuture != null) {
      RowTimes.duration(maxFuture);
    }
  }

  @Override
  public Draft draft(long version) {
    return new Draft(
        schema,
        List.of(TableTree.ofNewTable()),
        properties,
        null,
        version,
        Operation.CREATE,
        Map.of());
  }

  /** There are no files. */
  @Override
  public void discard() {}
}
