package io.azof.storage.model;

/**
 * What a snapshot says of a data file's content.
 *
 * @param rows how many rows it has, deletes included; positive
 * @param bytes its size
 * @param minKey the least key, by the bytes of its UTF-8 text
 * @param maxKey the greatest key
 * @param deletes how many of the rows are tombstones
 * @param hasNulls whether a row that is no tombstone has a null in a value column
 * @param minSequence the least sequence of its rows: the version whose commit brought them. When it
 *     is the greatest as well, all rows have it and the file has no {@code _seq} column
 * @param maxSequence the greatest sequence of its rows
 * @param schemaId the {@link TableSchema#id} of the schema that it was written with
 * @param crc32c the CRC-32C of its bytes, in 8 hexadecimal digits
 */
public record FileFacts(
    long rows,
    long bytes,
    String minKey,
    String maxKey,
    EventTime minEventTime,
    EventTime maxEventTime,
    long deletes,
    boolean hasNulls,
    long minSequence,
    long maxSequence,
    int schemaId,
    String crc32c) {

  public FileFacts {
    require(rows > 0, "rows", rows);
    require(bytes > 0, "bytes", bytes);
    require(deletes >= 0 && deletes <= rows, "deletes", deletes);
    require(minSequence >= 0, "min_seq", minSequence);
    require(maxSequence >= minSequence, "max_seq", maxSequence);
    require(schemaId >= 1, "schema_id", schemaId);
    if (maxEventTime.compareTo(minEventTime) < 0) {
      throw new IllegalArgumentException(
          "its event times end at " + maxEventTime + ", before " + minEventTime);
    }
    if (!crc32c.matches("[0-9a-f]{8}")) {
      throw new IllegalArgumentException("its crc32c is \"" + crc32c + "\"");
    }
  }

  /** The same of a file all of whose rows one commit brings. */
  public FileFacts withSequence(long sequence) {
    return new FileFacts(
        rows,
        bytes,
        minKey,
        maxKey,
        minEventTime,
        maxEventTime,
        deletes,
        hasNulls,
        sequence,
        sequence,
        schemaId,
        crc32c);
  }

  private static void require(boolean holds, String field, long value) {
    if (!holds) {
      throw new IllegalArgumentException("its " + field + " cannot be " + value);
    }
  }
}
