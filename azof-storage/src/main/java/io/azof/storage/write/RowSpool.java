package io.azof.storage.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are kept until all have come: a few in memory, more in a file of this machine, as an
 * Arrow stream.
 */
final class RowSpool implements AutoCloseable {
  private static final long MEMORY_BYTES_MAX = 16 << 20;

  private final Schema schema;
  private final Supplier<Path> newFile;
  private final List<ArrowRecordBatch> batches = new ArrayList<>();
  private long bytesInMemory;
  private boolean isEmpty = true;
  private @Nullable Path file;
  private @Nullable WriteChannel channel;

  /**
   * @param newFile names the file when one is needed
   */
  RowSpool(Schema schema, Supplier<Path> newFile) {
    this.schema = schema;
    this.newFile = newFile;
  }

  /** Whether no batch has come. */
  boolean isEmpty() {
    return isEmpty;
  }

  /**
   * Takes a batch, which from now on is this one's.
   *
   * @throws AzofException {@code STORE_FAILED}
   */
  void add(ArrowRecordBatch batch) {
    isEmpty = false;
    batches.add(batch);
    bytesInMemory += batch.computeBodyLength();
    if (channel != null || bytesInMemory > MEMORY_BYTES_MAX) {
      spill();
    }
  }

  private void spill() {
    try {
      if (channel == null) {
        file = newFile.get();
        channel =
            new WriteChannel(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        MessageSerializer.serialize(channel, schema);
      }
      for (ArrowRecordBatch batch : batches) {
        MessageSerializer.serialize(channel, batch);
      }
      dropBatches();
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot write rows to " + file + ": " + e.getMessage(), e);
    }
  }

  private void dropBatches() {
    batches.forEach(ArrowRecordBatch::close);
    batches.clear();
    bytesInMemory = 0;
  }

  /** All batches, in the order in which they came, once; the receiver closes the reader. */
  ArrowReader openReader(BufferAllocator allocator) {
    if (channel == null || file == null) {
      return new BatchesReader(schema, batches, allocator);
    }
    try {
      ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
      channel.close();
      return new ArrowStreamReader(FileChannel.open(file, StandardOpenOption.READ), allocator);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read rows from " + file + ": " + e.getMessage(), e);
    }
  }

  /** Removes the file. */
  @Override
  public void close() {
    dropBatches();
    try {
      AutoCloseables.close(channel);
    } catch (Exception e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot close " + file + ": " + e.getMessage(), e);
    } finally {
      if (file != null) {
        StagedFile.remove(file);
      }
    }
  }
}
