package io.azof.storage.parquet.page;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a column in a row group.
 *
 * @param offset where in the file the first one begins
 * @param bytes what they take in the file
 * @param pageBytesMax no page takes more than that when it is decompressed
 * @param values how many there are, nulls among them
 * @param codec how they are compressed; null when that is not known here
 * @param isPlain whether all of them are plain or indices of a dictionary
 */
public record ColumnChunk(
    long offset,
    long bytes,
    long pageBytesMax,
    long values,
    @Nullable Codec codec,
    boolean isPlain) {

  private static final Set<Encoding> KNOWN =
      EnumSet.of(Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY, Encoding.RLE);

  /** What a footer says about a chunk. */
  public static ColumnChunk of(ColumnMetaData metadata) {
    return new ColumnChunk(
        start(metadata),
        metadata.getTotal_compressed_size(),
        metadata.getTotal_uncompressed_size(),
        metadata.getNum_values(),
        Codec.of(metadata.getCodec()),
        areKnown(metadata.getEncodings()));
  }

  private static boolean areKnown(Collection<Encoding> encodings) {
    return KNOWN.containsAll(encodings);
  }

  /** Some writers say 0 where there is no dictionary. */
  private static long start(ColumnMetaData metadata) {
    long first = metadata.getData_page_offset();
    return metadata.isSetDictionary_page_offset() && metadata.getDictionary_page_offset() > 0
        ? Math.min(first, metadata.getDictionary_page_offset())
        : first;
  }

  boolean isReadable() {
    return codec != null && isPlain;
  }
}
