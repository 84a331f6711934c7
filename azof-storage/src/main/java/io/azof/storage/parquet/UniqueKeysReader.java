package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows that pass through as they are, as long as each key is greater than the one before it. */
final class UniqueKeysReader extends ArrowReader {
  private final ArrowReader rows;
  private byte @Nullable [] lastKey;

  UniqueKeysReader(ArrowReader rows, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
    return rows.getVectorSchemaRoot();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    if (!rows.loadNextBatch()) {
      return false;
    }
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    if (batch.getRowCount() > 0) {
      check((VarCharVector) batch.getVector(TableSchema.KEY), batch.getRowCount());
    }
    return true;
  }

  private void check(VarCharVector keys, int count) {
    if (lastKey != null && compareToLast(keys) <= 0) {
      throw refused(lastKey, keys.get(0));
    }
    ArrowBuf bytes = keys.getDataBuffer();
    for (int row = 1; row < count; row++) {
      int start = keys.getStartOffset(row);
      int order =
          ByteFunctionHelpers.compare(
              bytes, start, keys.getEndOffset(row), bytes, keys.getStartOffset(row - 1), start);
      if (order <= 0) {
        throw refused(keys.get(row - 1), keys.get(row));
      }
    }
    lastKey = keys.get(count - 1);
  }

  private int compareToLast(VarCharVector keys) {
    byte[] last = lastKey == null ? new byte[0] : lastKey;
    return ByteFunctionHelpers.compare(
        keys.getDataBuffer(), keys.getStartOffset(0), keys.getEndOffset(0), last, 0, last.length);
  }

  private static AzofException refused(byte[] before, byte[] key) {
    String first = new String(before, StandardCharsets.UTF_8);
    String second = new String(key, StandardCharsets.UTF_8);
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        first.equals(second)
            ? "Key \"" + first + "\" has two rows, where each key must have one"
            : "Key \"" + second + "\" comes after key \"" + first + "\"; keys must be ascending");
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return rows.getVectorSchemaRoot().getSchema();
  }
}
