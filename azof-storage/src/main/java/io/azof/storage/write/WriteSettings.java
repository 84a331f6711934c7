package io.azof.storage.write;

import io.azof.storage.snapshot.RetryPause;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What writing takes from the machine that it runs on.
 *
 * @param clock the wall clock: how far ahead event times may be, when a commit was
 * @param ids gives a text that nobody else was ever given, fit for a file's name
 * @param pause before a commit is tried again
 * @param memoryBytesMax what sorting and writing may hold in memory; beyond it rows spill to disk
 * @param threads how many threads sort and write
 */
public record WriteSettings(
    InstantSource clock, Supplier<String> ids, RetryPause pause, long memoryBytesMax, int threads) {
  private static final long MEMORY_BYTES = 1L << 30;
  private static final Duration PAUSE_MIN = Duration.ofMillis(10);
  private static final int PAUSE_DOUBLINGS_MAX = 7;

  /** The system's clock, random ids and pauses, 1 GiB and all processors. */
  public static WriteSettings ofThisMachine() {
    SecureRandom random = new SecureRandom();
    return new WriteSettings(
        InstantSource.system(),
        () -> randomId(random),
        attempt -> pause(random, attempt),
        MEMORY_BYTES,
        Runtime.getRuntime().availableProcessors());
  }

  /** A UUID of version 4. */
  private static String randomId(SecureRandom random) {
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** Up to 10 ms before the second attempt, twice as much before each other, up to 1.3 seconds. */
  private static void pause(SecureRandom random, int attempt) {
    long most = PAUSE_MIN.toNanos() << Math.min(attempt - 2, PAUSE_DOUBLINGS_MAX);
    LockSupport.parkNanos(random.nextLong(most));
  }
}
