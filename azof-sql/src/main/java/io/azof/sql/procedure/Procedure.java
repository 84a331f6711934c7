package io.azof.sql.procedure;

import io.azof.storage.Lakehouse;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be called.
 *
 * @param name without its schema
 * @param parameters what it is told, in order; the first one is the table
 * @param changesTable whether it changes the table, or only looks at it
 * @param columns of its answer
 */
record Procedure(
    String name, List<Field> parameters, boolean changesTable, Schema columns, Action action) {

  /** What a procedure does. */
  @FunctionalInterface
  interface Action {
    /**
     * Does it, once.
     *
     * @param table the name of a table that exists
     * @param argument the second argument; null when there is only one
     * @param parent where memory is taken from
     * @return String, Long, Instant or null for each column, a list a row
     */
    List<List<@Nullable Object>> run(
        Lakehouse lakehouse, String table, @Nullable Object argument, BufferAllocator parent);
  }

  /** The way it is called, for messages. */
  String usage() {
    return "system."
        + name
        + "("
        + String.join(", ", parameters.stream().map(Field::getName).toList())
        + ")";
  }
}
