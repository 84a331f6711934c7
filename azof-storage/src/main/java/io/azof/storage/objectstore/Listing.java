package io.azof.storage.objectstore;

import java.util.List;

/**
 * What lies directly in a folder of an object store.
 *
 * @param objects the objects, ordered by name
 * @param folders the names of the folders, in order
 */
public record Listing(List<Entry> objects, List<String> folders) {
  public Listing {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
  }

  /**
   * @param name the object's name within the folder
   * @param bytes its size
   */
  public record Entry(String name, long bytes) {}
}
