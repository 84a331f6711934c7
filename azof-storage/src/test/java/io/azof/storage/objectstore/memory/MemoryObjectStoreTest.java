package io.azof.storage.objectstore.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.ObjectStoreContract;
import org.junit.jupiter.api.Test;

final class MemoryObjectStoreTest extends ObjectStoreContract {
  private final MemoryObjectStore store = new MemoryObjectStore();

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void isThereFromTheBeginning() {
    assertThat(store.exists()).isTrue();
    assertThat(store.location()).isEqualTo("memory:");
  }

  @Test
  void hasNoFilesOnDisk() {
    store.createIfAbsent("a", bytes("x"));
    assertThat(store.localFile("a")).isEmpty();
  }

  @Test
  void givesATagThatNeverComesBack() {
    String first = store.createIfAbsent("a", bytes("x")).orElseThrow();
    store.delete("a");
    assertThat(store.createIfAbsent("a", bytes("x")).orElseThrow()).isNotEqualTo(first);
  }
}
