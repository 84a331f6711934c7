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
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      hash = fold(hash ^ MemoryUtil.getLong(address + i), P1);
    }
    long tail = 0;
    for (int shift = 0; i < length; i++, shift += Byte.SIZE) {
      tail |= (MemoryUtil.getByte(address + i) & 0xFFL) << shift;
    }
    return fold(hash ^ tail, P0);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }
}
