package io.azof.storage.scan;

import org.apache.arrow.memory.util.MemoryUtil;

/**
 * A 64-bit hash of key bytes where they lie in an Arrow buffer: words of eight bytes are multiplied
 * and folded, as <a href="https://github.com/wangyi-fudan/wyhash">wyhash</a> does.
 */
final class KeyHash {
  private static final long P0 = 0xa0761d6478bd642fL;
  private static final long P1 = 0xe7037ed1a0b428dbL;

  private KeyHash() {}

  static long of(long address, int length) {
    long hash = P0 ^ length;
    if (length < Long.BYTES) {
      return fold(hash ^ shortWord(address, length), P1);
    }
    long end = address + length;
    for (long at = address; at < end - Long.BYTES; at += Long.BYTES) {
      hash = fold(hash ^ MemoryUtil.getLong(at), P1);
    }
    return fold(hash ^ MemoryUtil.getLong(end - Long.BYTES), P0);
  }

  /** All bytes of a key of less than eight, each at least once. */
  private static long shortWord(long address, int length) {
    if (length >= Integer.BYTES) {
      return ((long) MemoryUtil.getInt(address) << Integer.SIZE)
          | Integer.toUnsignedLong(MemoryUtil.getInt(address + length - Integer.BYTES));
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = (word << Byte.SIZE) | (MemoryUtil.getByte(address + i) & 0xFF);
    }
    return word;
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }
}
