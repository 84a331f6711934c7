package io.azof.storage.parquet;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A Parquet file as Arrow Dataset sees it, without any code of ours. */
public final class DatasetFile {
  private DatasetFile() {}

  /** Shows each batch of a file, with all its columns, in order. */
  @SuppressWarnings("try") // of closing, which may be interrupted
  public static void read(Path file, BufferAllocator allocator, Consumer<VectorSchemaRoot> batch) {
    try (FileSystemDatasetFactory factory =
            new FileSystemDatasetFactory(
                allocator,
                NativeMemoryPool.getDefault(),
                FileFormat.PARQUET,
                file.toUri().toString());
        Dataset dataset = factory.finish();
        Scanner scanner = dataset.newScan(new ScanOptions(8192));
        ArrowReader reader = scanner.scanBatches()) {
      while (reader.loadNextBatch()) {
        batch.accept(reader.getVectorSchemaRoot());
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
