package io.azof.storage.parquet.page;

import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;

/** How pages are compressed; of the ways that Parquet has those that are in use. */
public enum Codec {
  NONE,
  SNAPPY,
  ZSTD;

  /** Null for one that is not read here. */
  static @Nullable Codec of(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED -> NONE;
      case SNAPPY -> SNAPPY;
      case ZSTD -> ZSTD;
      default -> null;
    };
  }
}
