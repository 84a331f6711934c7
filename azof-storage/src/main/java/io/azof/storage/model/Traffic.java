package io.azof.storage.model;

/**
 * What it took to have data at hand that does not lie on this machine.
 *
 * @param requests how many times a store was asked; repetitions of what failed are not counted
 * @param bytes how many bytes came
 * @param filesFetched how many data files were fetched
 * @param filesCached how many data files need not be, because there were copies of them
 */
public record Traffic(long requests, long bytes, long filesFetched, long filesCached) {
  /** Nothing was asked. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0);

  /** A data file of which there was a copy. */
  public static final Traffic CACHED_FILE = new Traffic(0, 0, 0, 1);

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
        filesCached + other.filesCached);
  }

  /** In words: "3 requests, 4711 bytes, 2 files fetched, 1 from the cache". */
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
