package io.azof.storage.objectstore.memory;

import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectKey;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store that lives and dies with the object: for tests and examples. */
public final class MemoryObjectStore implements ObjectStore {
  private final TreeMap<String, StoredObject> objects = new TreeMap<>();
  private long lastTag;

  @Override
  public String location() {
    return "memory:";
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public synchronized Optional<StoredObject> read(String key) {
    return Optional.ofNullable(objects.get(ObjectKey.require(key)))
        .map(object -> new StoredObject(object.content().clone(), object.tag(), object.edition()));
  }

  @Override
  public synchronized Optional<byte[]> readRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset " + offset + ", length " + length);
    }
    return Optional.ofNullable(objects.get(ObjectKey.require(key)))
        .map(
            object -> {
              byte[] content = object.content();
              int from = (int) Math.min(offset, content.length);
              int to = (int) Math.min((long) from + length, content.length);
              return Arrays.copyOfRange(content, from, to);
            });
  }

  @Override
  public synchronized Optional<String> createIfAbsent(String key, byte[] content) {
    if (objects.containsKey(ObjectKey.require(key))) {
      return Optional.empty();
    }
    return Optional.of(put(key, content));
  }

  @Override
  public synchronized Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
    StoredObject current = objects.get(ObjectKey.require(key));
    if (current == null || !current.tag().equals(tag)) {
      return Optional.empty();
    }
    return Optional.of(put(key, content));
  }

  @Override
  public synchronized Listing list(String folder) {
    String prefix = folder.isEmpty() ? "" : ObjectKey.require(folder) + "/";
    List<Listing.Entry> entries = new ArrayList<>();
    TreeSet<String> folders = new TreeSet<>();
    for (Map.Entry<String, StoredObject> object : objects.tailMap(prefix).entrySet()) {
      if (!object.getKey().startsWith(prefix)) {
        break;
      }
      String rest = object.getKey().substring(prefix.length());
      int slash = rest.indexOf('/');
      if (slash >= 0) {
        folders.add(rest.substring(0, slash));
      } else {
        entries.add(new Listing.Entry(rest, object.getValue().content().length));
      }
    }
    return new Listing(entries, List.copyOf(folders));
  }

  @Override
  public synchronized void delete(String key) {
    objects.remove(ObjectKey.require(key));
  }

  @Override
  public Optional<Path> localFile(String key) {
    ObjectKey.require(key);
    return Optional.empty();
  }

  private String put(String key, byte[] content) {
    String tag = Long.toString(++lastTag);
    objects.put(key, new StoredObject(content.clone(), tag, tag));
    return tag;
  }
}
