package io.azof.storage.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A file whose pages are read, by one thread at a time. */
public final class PageFile implements AutoCloseable {
  private final FileChannel channel;
  private final BufferAllocator allocator;
  private final Decompressor decompressor = new Decompressor();

  /** What was read last. */
  private ArrowBuf window;

  private long windowStart;
  private int windowBytes;

  private PageFile(FileChannel channel, BufferAllocator allocator) {
    this.channel = channel;
    this.allocator = allocator;
    this.window = allocator.getEmpty();
  }

  /**
   * Opens a file; the receiver closes it.
   *
   * @param allocator gives the memory for what is read
   */
  public static PageFile open(Path path, BufferAllocator allocator) throws IOException {
    return new PageFile(FileChannel.open(path, StandardOpenOption.READ), allocator);
  }

  Decompressor decompressor() {
    return decompressor;
  }

  /**
   * Bytes of the file, which are good until others are asked for.
   *
   * @param bytes how many are needed
   * @param bytesAhead how many can be read at once since they are needed soon; at least so many
   * @throws IOException when the file ends before
   */
  ByteBuffer read(long position, int bytes, int bytesAhead) throws IOException {
    if (position < windowStart || position + bytes > windowStart + windowBytes) {
      fill(position, bytesAhead);
    }
    return window.nioBuffer(position - windowStart, bytes);
  }

  private void fill(long position, int bytes) throws IOException {
    windowBytes = 0;
    if (window.capacity() < bytes) {
      window.close();
      window = allocator.getEmpty();
      window = allocator.buffer(bytes);
    }
    ByteBuffer target = window.nioBuffer(0, bytes);
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position()) < 0) {
        throw new IOException("it ends within a page");
      }
    }
    windowStart = position;
    windowBytes = bytes;
  }

  @Override
  public void close() throws IOException {
    window.close();
    window = allocator.getEmpty();
    windowBytes = 0;
    decompressor.close();
    channel.close();
  }
}
