package io.azof.storage.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/**
 * The Bloom filter of the keys of a row group: a split block Bloom filter, as <a
 * href="https://github.com/apache/parquet-format/blob/master/BloomFilter.md">Parquet</a> has them.
 * It says of a key that is there that it may be, and of one that is not mostly that it is not.
 */
final class KeyBloom {
  private static final int BITS_PER_KEY = 10;
  private static final int BLOCK_WORDS = 8;
  private static final int BLOCK_BYTES = BLOCK_WORDS * Integer.BYTES;

  /** More than a header takes, which is a few numbers. */
  private static final int HEADER_BYTES_MAX = 64;

  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private final int[] words;

  /**
   * @param keys about how many are added
   */
  KeyBloom(long keys) {
    long blocks = Math.max(1, (keys * BITS_PER_KEY + 8 * BLOCK_BYTES - 1) / (8 * BLOCK_BYTES));
    this.words = new int[Math.toIntExact(blocks * BLOCK_WORDS)];
  }

  /** The hash of a key. */
  static long hash(String key) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    return XxHash64.of(utf8, utf8.length);
  }

  /** Adds a key by its hash. */
  void add(long hash) {
    int block = (int) block(hash, words.length / BLOCK_WORDS) * BLOCK_WORDS;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      words[block + i] |= bit(hash, i);
    }
  }

  /** Header and filter, as they stand in a file. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeBloomFilterHeader(
        new BloomFilterHeader(
            words.length * Integer.BYTES,
            BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
            BloomFilterHash.XXHASH(new XxHash()),
            BloomFilterCompression.UNCOMPRESSED(new Uncompressed())),
        out);
    ByteBuffer filter =
        ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    filter.asIntBuffer().put(words);
    out.writeBytes(filter.array());
    return out.toByteArray();
  }

  /**
   * Whether one of some keys may be in the row group whose filter stands in a file.
   *
   * @param hashes of the keys
   * @throws IOException when there is no such filter, too
   */
  static boolean mayHold(FileChannel file, long offset, long[] hashes) throws IOException {
    int headerBytesMax = (int) Math.min(HEADER_BYTES_MAX, file.size() - offset);
    ByteArrayInputStream start =
        new ByteArrayInputStream(read(file, offset, headerBytesMax).array());
    BloomFilterHeader header = Util.readBloomFilterHeader(start);
    if (header.getNumBytes() < BLOCK_BYTES
        || header.getNumBytes() % BLOCK_BYTES != 0
        || !header.getAlgorithm().isSetBLOCK()
        || !header.getHash().isSetXXHASH()
        || !header.getCompression().isSetUNCOMPRESSED()) {
      return true;
    }
    long first = offset + headerBytesMax - start.available();
    for (long hash : hashes) {
      long block = block(hash, header.getNumBytes() / BLOCK_BYTES);
      if (isIn(hash, read(file, first + block * BLOCK_BYTES, BLOCK_BYTES))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(long hash, ByteBuffer block) {
    boolean isIn = true;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      isIn &= (block.getInt(i * Integer.BYTES) & bit(hash, i)) != 0;
    }
    return isIn;
  }

  private static long block(long hash, int blocks) {
    return ((hash >>> 32) * blocks) >>> 32;
  }

  private static int bit(long hash, int word) {
    return 1 << (((int) hash * SALT[word]) >>> 27);
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    if (length <= 0) {
      throw new IOException("its Bloom filter is outside of it");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("its Bloom filter ends outside of it");
      }
    }
    return bytes.flip();
  }
}
