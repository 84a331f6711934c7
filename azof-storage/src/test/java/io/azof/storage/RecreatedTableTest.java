package io.azof.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.azof.storage.objectstore.s3.S3ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is removed and made again, by whatever means, while somebody has it open. */
final class RecreatedTableTest {
  @TempDir private Path folder;

  @Test
  void theNewOneIsSeenInMemory() {
    isSeen(new MemoryObjectStore());
  }

  @Test
  void theNewOneIsSeenOnDisk() {
    isSeen(new LocalObjectStore(folder));
  }

  @Test
  void theNewOneIsSeenInS3() {
    try (FakeS3 fake = new FakeS3("bucket");
        S3ObjectStore store = S3ObjectStore.open("s3://bucket", fake.settings())) {
      isSeen(store);
    }
  }

  @Test
  void theNewOneIsSeenInS3AlsoWithinTheSecondInWhichTheOldOneWasWritten() {
    try (FakeS3 fake = new FakeS3("bucket");
        S3ObjectStore store = S3ObjectStore.open("s3://bucket", fake.settings())) {
      fake.stopClock();
      isSeen(store);
    }
  }

  /** The version has the same number, so its file has the same content. */
  private static void isSeen(ObjectStore store) {
    write(store, "a");
    try (Lakehouse lakehouse = Lakehouse.open(store)) {
      assertThat(lakehouse.table("t").schema().columnNames()).contains("a");
      for (Listing.Entry object : store.list("t").objects()) {
        store.delete("t/" + object.name());
      }
      write(store, "b");
      assertThat(lakehouse.table("t").schema().columnNames()).contains("b").doesNotContain("a");
    }
  }

  private static void write(ObjectStore store, String column) {
    String schema = "[{\"name\": \"%s\", \"data_type\": \"Int\", \"nullable\": true}]";
    put(
        store,
        "t/s7.json",
        "{\"schema\": {\"columns\": %s}, \"segments\": []}".formatted(schema.formatted(column)));
    put(store, "t/version.txt", "7");
  }

  private static void put(ObjectStore store, String key, String text) {
    assertThat(store.createIfAbsent(key, text.getBytes(UTF_8))).isPresent();
  }
}
