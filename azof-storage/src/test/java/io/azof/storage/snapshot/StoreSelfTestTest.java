package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Fault;
import io.azof.storage.fixture.ForwardingObjectStore;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreSelfTestTest {
  private final MemoryObjectStore memory = new MemoryObjectStore();

  @Test
  void storesThatKeepTheConditionsPassAndAreLeftAsTheyWere(@TempDir Path folder) {
    for (ObjectStore store : List.of(memory, new LocalObjectStore(folder))) {
      new StoreSelfTest(store, () -> "id").requireConditionalWrites();
      assertThat(store.list("")).isEqualTo(new Listing(List.of(), List.of()));
    }
  }

  @Test
  void aStoreIsTriedOnce() {
    FaultyObjectStore store = new FaultyObjectStore(memory);
    StoreSelfTest selfTest = new StoreSelfTest(store, () -> "id");
    selfTest.requireConditionalWrites();
    store.heal();
    selfTest.requireConditionalWrites();
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void aStoreThatCreatesWhatExistsIsRefused() {
    refuses(
        "creates an object that exists",
        new ForwardingObjectStore(memory) {
          @Override
          public Optional<String> createIfAbsent(String key, byte[] content) {
            memory.delete(key);
            return super.createIfAbsent(key, content);
          }
        });
  }

  @Test
  void aStoreThatReplacesWhateverTheTagIsRefused() {
    refuses(
        "replaces an object whose tag does not match",
        new ForwardingObjectStore(memory) {
          @Override
          public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
            return memory
                .read(key)
                .map(StoredObject::tag)
                .flatMap(any -> super.replaceIfMatch(key, content, any));
          }
        });
  }

  @Test
  void aStoreThatReplacesWhatDoesNotExistIsRefused() {
    refuses(
        "replaces an object that does not exist",
        new ForwardingObjectStore(memory) {
          @Override
          public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
            return memory.read(key).isEmpty()
                ? super.createIfAbsent(key, content)
                : super.replaceIfMatch(key, content, tag);
          }
        });
  }

  @Test
  void aStoreThatOnlySaysItRefusesIsRefused() {
    refuses(
        "replaces an object whose tag does not match",
        new ForwardingObjectStore(memory) {
          @Override
          public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
            Optional<String> replaced = super.replaceIfMatch(key, content, tag);
            if (replaced.isEmpty() && memory.read(key).isPresent()) {
              memory.delete(key);
              memory.createIfAbsent(key, content);
            }
            return replaced;
          }
        });
  }

  @Test
  void aStoreThatReplacesNothingIsRefused() {
    refuses(
        "does not replace an object whose tag matches",
        new ForwardingObjectStore(memory) {
          @Override
          public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
            return Optional.empty();
          }
        });
  }

  @Test
  void aStoreThatIsRefusedIsNotWritten() {
    ObjectStore flawed =
        new ForwardingObjectStore(memory) {
          @Override
          public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
            return Optional.empty();
          }
        };
    new Commits(memory, "a").create();
    Listing before = memory.list("t");
    assertThatThrownBy(() -> new Commits(flawed, "b").append("x")).hasMessageContaining("memory:");
    assertThat(memory.list("t")).isEqualTo(before);
  }

  @Test
  void aTestThatCouldNotBeMadeIsMadeAgain() {
    FaultyObjectStore store = new FaultyObjectStore(memory);
    store.fail(call -> call.number() == 3, Fault.REQUEST_LOST);
    StoreSelfTest selfTest = new StoreSelfTest(store, () -> "id");
    assertThatThrownBy(selfTest::requireConditionalWrites)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED));
    assertThat(memory.list("").objects()).isEmpty();
    selfTest.requireConditionalWrites();
  }

  @Test
  void aStoreWhoseRequestsAreSentTwicePasses() {
    for (int n = 1; n <= 20; n++) {
      int number = n;
      FaultyObjectStore store = new FaultyObjectStore(memory);
      store.fail(call -> call.number() == number, Fault.SENT_TWICE);
      new StoreSelfTest(store, () -> "id").requireConditionalWrites();
      assertThat(memory.list("").objects()).isEmpty();
    }
  }

  private void refuses(String fault, ObjectStore store) {
    StoreSelfTest selfTest = new StoreSelfTest(store, () -> "id");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(selfTest::requireConditionalWrites)
          .hasMessage(
              "The store memory: "
                  + fault
                  + ", so commits would not be safe in it; it can only be read")
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }
    assertThat(memory.list("").objects()).isEmpty();
  }
}
