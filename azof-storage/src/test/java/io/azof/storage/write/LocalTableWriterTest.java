package io.azof.storage.write;

import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalTableWriterTest extends TableWriterContract {
  @TempDir private Path folder;

  @Override
  protected ObjectStore store() {
    return new LocalObjectStore(folder);
  }
}
