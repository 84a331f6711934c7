package io.azof.storage.parquet;

import io.azof.storage.parquet.page.PageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a file in as many groups as can be decoded at the same time, each with the file
 * opened for itself and about as many bytes as the others.
 */
final class Lanes implements AutoCloseable {
  private static final int LANES_MAX = 4;

  /** What is less is decoded before another thread has begun. */
  private static final int SHARED_ROWS_MIN = 8_192;

  private final List<PageFile> files = new ArrayList<>();
  private final List<Long> bytes = new ArrayList<>();

  /** What is done for the columns of a lane. */
  @FunctionalInterface
  interface Decoding {
    void run(int lane) throws IOException;
  }

  private Lanes() {}

  /** Opens a file; the receiver closes the lanes. */
  static Lanes open(ParquetFile file, int columns, BufferAllocator allocator) throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    int count =
        file.rows() < SHARED_ROWS_MIN ? 1 : Math.min(LANES_MAX, Math.min(processors, columns));
    Lanes lanes = new Lanes();
    try {
      for (int i = 0; i < Math.max(1, count); i++) {
        lanes.files.add(PageFile.open(file.path(), allocator));
        lanes.bytes.add(0L);
      }
      return lanes;
    } catch (IOException | RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  /** The lane with the least to do, for a column of so many bytes. */
  int add(long columnBytes) {
    int least = 0;
    for (int lane = 1; lane < files.size(); lane++) {
      least = bytes.get(lane) < bytes.get(least) ? lane : least;
    }
    bytes.set(least, bytes.get(least) + columnBytes);
    return least;
  }

  /** The file as one lane has it. */
  PageFile file(int lane) {
    return files.get(lane);
  }

  /** Decodes so many rows of all lanes, and returns when all is done, whatever fails. */
  void decode(int rows, Decoding decoding) throws IOException {
    if (files.size() == 1 || rows < SHARED_ROWS_MIN) {
      for (int lane = 0; lane < files.size(); lane++) {
        decoding.run(lane);
      }
      return;
    }
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int lane = 1; lane < files.size(); lane++) {
      tasks.add(DecodeThreads.start(task(lane, decoding)));
    }
    FutureTask<Boolean> own = new FutureTask<>(task(0, decoding));
    own.run();
    tasks.add(0, own);
    Throwable failure = null;
    for (FutureTask<Boolean> task : tasks) {
      try {
        DecodeThreads.finish(task);
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    rethrow(failure);
  }

  private static Callable<Boolean> task(int lane, Decoding decoding) {
    return () -> {
      decoding.run(lane);
      return true;
    };
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof IOException checked) {
      throw checked;
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (PageFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    files.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
