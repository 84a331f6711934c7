package io.azof.storage.parquet.page;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a column in a row group.
 *
 * @param offset where in the file the first one begins
 * @param bytes what they take in the file
 * @param pageBytesMax no page takes more than that when it is decompressed
 * @param values how many there are, nulls among them
 * @param codec how they are compressed; null when that is not known here
 * @param isKnown whether all of them are in encodings that are read here
 */
public record ColumnChunk(
    long offset,
    long bytes,
    long pageBytesMax,
    long values,
    @Nullable Codec codec,
    boolean isKnown) {

  /** What a footer says about a chunk. */
  public static ColumnChunk of(ColumnMetaData metadata) {
    return new ColumnChunk(
        start(metadata),
        metadata.getTotal_compressed_size(),
        metadata.getTotal_uncompressed_size(),
        metadata.getNum_values(),
        Codec.of(metadata.getCodec()),
        metadata.getEncodings().stream().allMatch(e -> isKnown(e, metadata.getType())));
  }

  /** Whether values of a type may be in an encoding; RLE may also be that of levels. */
  static boolean isKnown(Encoding encoding, Type type) {
    return switch (encoding) {
      case PLAIN, PLAIN_DICTIONARY, RLE_DICTIONARY, RLE -> true;
      case DELTA_BINARY_PACKED -> type == Type.INT32 || type == Type.INT64;
      case DELTA_LENGTH_BYTE_ARRAY -> type == Type.BYTE_ARRAY;
      case BYTE_STREAM_SPLIT -> type == Type.DOUBLE;
      default -> false;
    };
  }

  /** Some writers say 0 where there is no dictionary. */
  private static long start(ColumnMetaData metadata) {
    long first = metadata.getData_page_offset();
    return metadata.isSetDictionary_page_offset() && metadata.getDictionary_page_offset() > 0
        ? Math.min(first, metadata.getDictionary_page_offset())
        : first;
  }

  boolean isReadable() {
    return codec != null && isKnown;
  }
}
