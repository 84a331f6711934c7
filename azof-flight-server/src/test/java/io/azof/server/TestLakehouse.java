package io.azof.server;

import io.azof.storage.objectstore.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Puts tables without rows into a store. */
final class TestLakehouse {
  private TestLakehouse() {}

  /**
   * @param columns each "name Type" or "name Type null"
   */
  static void addEmptyTable(ObjectStore store, String name, String... columns) {
    String schema =
        Arrays.stream(columns).map(TestLakehouse::column).collect(Collectors.joining(","));
    put(store, name + "/version.txt", "1");
    put(
        store,
        name + "/s1.json",
        "{\"schema\":{\"columns\":["
            + schema
            + "]},\"segments\":[{\"id\":\"a\",\"start\":\"2020-01-01T00:00:00.000Z\"}]}");
  }

  private static String column(String text) {
    String[] parts = text.split(" ", -1);
    return "{\"name\":\"%s\",\"data_type\":\"%s\",\"nullable\":%b}"
        .formatted(parts[0], parts[1], parts.length > 2);
  }

  static void put(ObjectStore store, String key, String text) {
    if (store.createIfAbsent(key, text.getBytes(StandardCharsets.UTF_8)).isEmpty()) {
      throw new IllegalStateException(key + " exists");
    }
  }
}
