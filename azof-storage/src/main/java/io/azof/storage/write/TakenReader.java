package io.azof.storage.write;

import io.azof.storage.model.TableSchema;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of a reader, taken in as they come. The reader stays its owner's. */
final class TakenReader extends ArrowReader {
  private final ArrowReader rows;
  private final RowIntake intake;

  TakenReader(ArrowReader rows, RowIntake intake, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
    this.intake = intake;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    while (rows.loadNextBatch()) {
      if (batch.getRowCount() > 0) {
        loadRecordBatch(intake.openTaken(batch, hasDeletes()));
        return true;
      }
    }
    return false;
  }

  private boolean hasDeletes() throws IOException {
    return rows.getVectorSchemaRoot().getSchema().getFields().stream()
        .anyMatch(field -> field.getName().equals(TableSchema.DELETED));
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return intake.target(hasDeletes());
  }
}
