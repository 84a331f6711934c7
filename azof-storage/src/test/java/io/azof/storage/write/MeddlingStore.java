package io.azof.storage.write;

import io.azof.storage.fixture.ForwardingObjectStore;
import io.azof.storage.objectstore.ObjectStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A store in which something happens, once, just before an object is written. */
final class MeddlingStore extends ForwardingObjectStore {
  private final ObjectStore store;
  private final Map<String, Runnable> events = new LinkedHashMap<>();

  MeddlingStore(ObjectStore store) {
    super(store);
    this.store = store;
  }

  /** The next time that an object is to be written whose name ends so. */
  void beforeCreation(String ending, Runnable event) {
    events.put(ending, event);
  }

  private void happen(String key) {
    events.keySet().stream()
        .filter(key::endsWith)
        .findFirst()
        .map(events::remove)
        .ifPresent(Runnable::run);
  }

  @Override
  public Optional<String> createIfAbsent(String key, byte[] content) {
    happen(key);
    return super.createIfAbsent(key, content);
  }

  @Override
  public boolean createFromFile(String key, Path file) {
    happen(key);
    return store.createFromFile(key, file);
  }

  @Override
  public Path stagingFolder() {
    return store.stagingFolder();
  }

  @Override
  public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
    happen(key);
    return super.replaceIfMatch(key, content, tag);
  }
}
