package io.azof.storage.scan;

import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.ParquetFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What scans have found out about the keys of files that say nothing about them, so that it is
 * found out once. Data files are immutable and their names are never used again. Shared by the
 * scans of a lakehouse.
 */
public final class KeyFacts {
  private static final int FILES_MAX = 1_000;

  private final Map<String, RepeatedKeys> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RepeatedKeys> eldest) {
          return size() > FILES_MAX;
        }
      };

  RepeatedKeys repeatedKeys(ParquetFile file, FileRead read, BufferAllocator allocator) {
    if (read.keyOrder() == KeyOrder.UNIQUE) {
      return RepeatedKeys.NONE;
    }
    String id = file.path() + "|" + read.bytes() + "|" + read.rows();
    synchronized (known) {
      RepeatedKeys found = known.get(id);
      if (found != null) {
        return found;
      }
    }
    RepeatedKeys found = RepeatedKeys.find(file, allocator);
    synchronized (known) {
      known.put(id, found);
    }
    return found;
  }
}
