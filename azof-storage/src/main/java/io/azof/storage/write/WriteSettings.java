package io.azof.storage.write;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What writing takes from the machine that it runs on.
 *
 * @param clock the wall clock: how far ahead event times may be, when a commit was
 * @param ids gives a text that nobody else was ever given, fit for a file's name
 * @param memoryBytesMax what sorting and writing may hold in memory; beyond it rows spill to disk
 * @param threads how many threads sort and write
 */
public record WriteSettings(
    InstantSource clock, Supplier<String> ids, long memoryBytesMax, int threads) {
  private static final long MEMORY_BYTES = 1L << 30;

  /** The system's clock, random ids, 1 GiB and all processors. */
  public static WriteSettings ofThisMachine() {
    SecureRandom random = new SecureRandom();
    return new WriteSettings(
        InstantSource.system(),
        () -> randomId(random),
        MEMORY_BYTES,
        Runtime.getRuntime().availableProcessors());
  }

  /** A UUID of version 4. */
  private static String randomId(SecureRandom random) {
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
