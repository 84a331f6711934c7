package io.azof.storage.model;

import java.util.HashSet;
import java.util.Set;

/**
 * What it took to have data at hand that does not lie on this machine, and what data that was.
 *
 * @param requests how many times a store was asked; repetitions of what failed are not counted
 * @param bytes how many bytes came
 * @param filesFetched how many data files were fetched
 * @param filesCached how many data files need not be, because there were copies of them
 * @param versions which versions of tables were read, as far as that was said
 */
public record Traffic(
    long requests, long bytes, long filesFetched, long filesCached, Set<TableVersion> versions) {
  /** Nothing was asked. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0);

  /** A data file of which there was a copy. */
  public static final Traffic CACHED_FILE = new Traffic(0, 0, 0, 1);

  public Traffic {
    versions = Set.copyOf(versions);
  }

  /** Of whatever tables. */
  public Traffic(long requests, long bytes, long filesFetched, long filesCached) {
    this(requests, bytes, filesFetched, filesCached, Set.of());
  }

  /** A table is read at a version. */
  public static Traffic ofVersion(String table, long version) {
    return new Traffic(0, 0, 0, 0, Set.of(new TableVersion(table, version)));
  }

  /** One request. */
  public static Traffic ofRequest(long bytes) {
    return new Traffic(1, bytes, 0, 0);
  }

  /** A data file that was fetched. */
  public static Traffic ofFile(long requests, long bytes) {
    return new Traffic(requests, bytes, 1, 0);
  }

  /** Both together. */
  public Traffic plus(Traffic other) {
    return new Traffic(
        requests + other.requests,
        bytes + other.bytes,
        filesFetched + other.filesFetched,
        filesCached + other.filesCached,
        union(versions, other.versions));
  }

  private static Set<TableVersion> union(Set<TableVersion> some, Set<TableVersion> others) {
    if (some.containsAll(others)) {
      return some;
    }
    Set<TableVersion> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * In words, without the versions: "3 requests, 4711 bytes, 2 files fetched, 1 from the cache".
   */
  @Override
  public String toString() {
    return requests
        + " requests, "
        + bytes
        + " bytes, "
        + filesFetched
        + " files fetched, "
        + filesCached
        + " from the cache";
  }
}
