package io.azof.storage.parquet.page;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of a buffer as a stream that knows how many of them were read. */
final class BufferStream extends InputStream {
  private final ByteBuffer bytes;
  private boolean isAtEnd;

  BufferStream(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** How many bytes were read. */
  int bytesRead() {
    return bytes.position();
  }

  @Override
  public int read() {
    if (!bytes.hasRemaining()) {
      isAtEnd = true;
      return -1;
    }
    return bytes.get() & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length > bytes.remaining()) {
      isAtEnd = true;
    }
    if (!bytes.hasRemaining()) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  /** Whether more was asked for than there is. */
  boolean isAtEnd() {
    return isAtEnd;
  }
}
