package io.azof.storage.scan;

import io.azof.storage.model.TableSchema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Stub. */
public final class ScanReader {
  private ScanReader() {}

  public static ArrowReader open(
      ScanPlan plan, TableSchema schema, ScanFiles files, BufferAllocator parent) {
    throw new IllegalStateException("stub");
  }
}
