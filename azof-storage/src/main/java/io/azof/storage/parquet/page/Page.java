package io.azof.storage.parquet.page;

import java.nio.ByteBuffer;
import org.apache.parquet.format.Encoding;

/**
 * A decompressed page, which is good until the next one of its chunk is read.
 *
 * @param bytes little-endian; 8 bytes behind the page can be read as well
 * @param address where they are in memory
 * @param values how many there are, nulls among them
 * @param levelsStart where the definition levels are; as long as {@code levelsEnd} if there are
 *     none
 * @param start where the values are
 */
record Page(
    ByteBuffer bytes,
    long address,
    boolean isDictionary,
    int values,
    Encoding encoding,
    int levelsStart,
    int levelsEnd,
    int start,
    int end) {

  /** Whether values are given as places in the dictionary. */
  boolean isIndexed() {
    return encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
  }
}
