package io.azof.storage;

import io.azof.error.AzofException;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Traffic;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** What is asked of a table at one version: a state, or a history. Immutable. */
public sealed interface TableRequest permits TableScan, TableHistory {

  /**
   * The same request for these columns only, in this order; none at all counts rows.
   *
   * @throws AzofException {@code COLUMN_NOT_FOUND} for a name that there is not, {@code
   *     ARGUMENT_INVALID} for one named twice
   */
  TableRequest select(List<String> names);

  /**
   * The same request by somebody who does not look at other rows than these. Other rows may come
   * nevertheless: it is no filter, but spares reading what a filter would drop. When {@link
   * RowSelection#isExact} no others come.
   */
  TableRequest where(RowSelection wanted);

  /** The Arrow schema that every batch of {@link #openReader} has, nullability included. */
  Schema arrowSchema();

  /**
   * The plan of what would be read and skipped, as text of several lines.
   *
   * @param fetched is told what it took to know
   * @throws AzofException {@code HISTORY_EXPIRED} for times before the table's floor
   */
  String explain(Consumer<Traffic> fetched);

  /**
   * Reads the rows. The receiver closes the reader, which gives back all memory; it may do so
   * midway, and from another thread than the one that reads.
   *
   * @param parent where the memory is taken from; the reader makes a child of it
   * @param fetched is told, before this returns, what it took to have the data files here
   * @throws AzofException {@code HISTORY_EXPIRED} for times before the table's floor; here or while
   *     reading, when a data file is missing or damaged; a result that ends without an exception is
   *     whole
   */
  ArrowReader openReader(BufferAllocator parent, Consumer<Traffic> fetched);
}
