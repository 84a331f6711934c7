package io.azof.storage.parquet.page;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Decompresses pages; between direct buffers, in native memory. For one thread at a time. */
final class Decompressor implements AutoCloseable {
  private @Nullable ZstdDecompressCtx zstd;

  /**
   * @param from from its position to its limit
   * @param to filled from its position to its limit
   * @throws IOException when the bytes are damaged, or are more or fewer than there is room for
   */
  void decompress(Codec codec, ByteBuffer from, ByteBuffer to) throws IOException {
    int bytes =
        switch (codec) {
          case NONE -> copy(from, to);
          case SNAPPY -> snappy(from, to);
          case ZSTD -> zstd(from, to);
        };
    if (bytes != to.remaining()) {
      throw new IOException("a page should have " + to.remaining() + " bytes, but has " + bytes);
    }
  }

  private static int copy(ByteBuffer from, ByteBuffer to) {
    int bytes = from.remaining();
    if (bytes == to.remaining()) {
      to.put(to.position(), from, from.position(), bytes);
    }
    return bytes;
  }

  private static int snappy(ByteBuffer from, ByteBuffer to) throws IOException {
    int bytes = Snappy.uncompressedLength(from.slice());
    return bytes == to.remaining() ? Snappy.uncompress(from.slice(), to.slice()) : bytes;
  }

  private int zstd(ByteBuffer from, ByteBuffer to) throws IOException {
    if (zstd == null) {
      zstd = new ZstdDecompressCtx();
    }
    try {
      return zstd.decompressDirectByteBuffer(
          to, to.position(), to.remaining(), from, from.position(), from.remaining());
    } catch (ZstdException e) {
      throw new IOException("a page cannot be decompressed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
  }
}
