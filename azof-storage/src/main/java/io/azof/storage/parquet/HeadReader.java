package io.azof.storage.parquet;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The batches of another reader, whose first one can be looked at before. Shares buffers. */
final class HeadReader extends ArrowReader {
  private final ArrowReader rows;
  private @Nullable ArrowRecordBatch head;
  private boolean hasSecond;

  /**
   * @param rows closed with this reader
   */
  HeadReader(ArrowReader rows, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
  }

  /**
   * All rows, if they are no more than some and come in one batch; else null. Nothing is lost: this
   * reader gives them all the same. To be called once, before the first batch is asked for.
   *
   * @return of the other reader; good until a batch is asked for
   */
  @Nullable VectorSchemaRoot few(int rowsMax) throws IOException {
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    if (!rows.loadNextBatch()) {
      return batch;
    }
    head = new VectorUnloader(batch).getRecordBatch();
    if (batch.getRowCount() > rowsMax) {
      return null;
    }
    hasSecond = rows.loadNextBatch();
    if (hasSecond) {
      return null;
    }
    VectorSchemaRoot all = getVectorSchemaRoot();
    ArrowRecordBatch only = head;
    head = null;
    loadRecordBatch(only); // and closes it
    return all;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (head != null) {
      ArrowRecordBatch first = head;
      head = null;
      loadRecordBatch(first); // and closes it
      return true;
    }
    if (!hasSecond && !rows.loadNextBatch()) {
      return false;
    }
    hasSecond = false;
    loadRecordBatch(new VectorUnloader(rows.getVectorSchemaRoot()).getRecordBatch());
    return true;
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    try {
      AutoCloseables.close(head, rows);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      head = null;
    }
  }

  @Override
  protected Schema readSchema() throws IOException {
    return rows.getVectorSchemaRoot().getSchema();
  }
}
