package io.azof.storage.write;

import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;

final class MemoryTableWriterTest extends TableWriterContract {
  @Override
  protected ObjectStore store() {
    return new MemoryObjectStore();
  }
}
