package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.DirectMemoryLimit;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Carries a {@link ScanPlan} out: the newest row of each key at or before the asked time.
 *
 * <p>First the held files are read whole; their winners are held. Then the largest base streams by:
 * a row that a held one beats is dropped, and the other way round. Last the held rows follow that
 * nothing has beaten. Memory is bounded by the held files.
 */
public final class ScanReader extends CancellableReader implements ForeseenReader, LastingReader {
  private final Schema schema;
  private final MergeOnRead merge;
  private final ScanFiles files;
  private final long foreseenRows;

  private ScanReader(
      Schema schema,
      MergeOnRead merge,
      ScanFiles files,
      long foreseenRows,
      BufferAllocator allocator) {
    super("scan", allocator);
    this.schema = schema;
    this.merge = merge;
    this.files = files;
    this.foreseenRows = foreseenRows;
  }

  /**
   * Opens the reader of a plan; the receiver closes it. Nothing is read before the first batch.
   *
   * @param files where the plan's files are; the reader closes them with itself
   * @param facts what is known about their keys
   * @param held what other scans hold
   * @param parent where the memory is taken from, in a child named "scan"
   */
  public static ScanReader open(
      ScanPlan plan,
      TableSchema table,
      ScanFiles files,
      KeyFacts facts,
      HeldRows held,
      BufferAllocator parent) {
    Schema schema = ArrowColumns.schema(table, plan.columns());
    BufferAllocator allocator = parent.newChildAllocator("scan", 0, Long.MAX_VALUE);
    MergeOnRead merge = new MergeOnRead(plan, files, facts, held, allocator);
    return new ScanReader(schema, merge, files, plan.foreseenRows(), allocator);
  }

  @Override
  public long foreseenRows() {
    return foreseenRows;
  }

  @Override
  public boolean isBatchLasting() {
    return merge.isBatchLasting();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  @Override
  protected int fill(VectorSchemaRoot batch) {
    try {
      return merge.next(batch.getFieldVectors(), this::requireOpen);
    } catch (OutOfMemoryError e) { // an array of the hash table; the heap itself is sound
      if (DirectMemoryLimit.isReachedBy(e)) {
        throw DirectMemoryLimit.explained(e);
      }
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "The scan holds more rows of later files than fit in Java's heap; raise -Xmx",
          e);
    }
  }

  @Override
  protected void closeReadSource() {
    try (allocator;
        files) {
      merge.close();
    }
  }
}
