package io.azof.storage.evolve;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Draft;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A version that has the same data files under other columns. It writes no data.
 *
 * @param changes in their order
 */
public record SchemaAlteration(String table, List<SchemaChange> changes) implements Change {
  public SchemaAlteration {
    changes = List.copyOf(changes);
  }

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} when a change cannot be made to the columns as
   *     they are now
   */
  @Override
  public Prepared prepare(Snapshot current) {
    TableSchema schema;
    try {
      schema = SchemaChange.next(current.schema(), changes);
    } catch (IllegalArgumentException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "Cannot alter table \"" + table + "\": " + e.getMessage(), e);
    }
    Draft draft =
        Draft.of(current, current.segments(), Operation.ALTER, Map.of("changes", words()))
            .withSchema(schema);
    return new Prepared() {
      @Override
      public Draft draft(long version) {
        return draft;
      }

      @Override
      public void discard() {
        // it wrote nothing
      }
    };
  }

  private String words() {
    return changes.stream().map(SchemaChange::toString).collect(Collectors.joining("; "));
  }
}
