package io.azof.storage.write;

import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A store in which something happens, once, just before an object is written. */
final class MeddlingStore implements ObjectStore {
  private final ObjectStore store;
  private final Map<String, Runnable> events = new LinkedHashMap<>();

  MeddlingStore(ObjectStore store) {
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
  public String location() {
    return store.location();
  }

  @Override
  public boolean exists() {
    return store.exists();
  }

  @Override
  public Optional<StoredObject> read(String key) {
    return store.read(key);
  }

  @Override
  public Optional<byte[]> readRange(String key, long offset, int length) {
    return store.readRange(key, offset, length);
  }

  @Override
  public Optional<String> createIfAbsent(String key, byte[] content) {
    happen(key);
    return store.createIfAbsent(key, content);
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
    return store.replaceIfMatch(key, content, tag);
  }

  @Override
  public Listing list(String folder) {
    return store.list(folder);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public Optional<Path> localFile(String key) {
    return store.localFile(key);
  }
}
