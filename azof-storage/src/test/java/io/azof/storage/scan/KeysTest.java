package io.azof.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen of keys at a glance, beside what a look at all of their bytes says. */
final class KeysTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int BATCHES = 3_000;

  private BufferAllocator allocator;
  private Random random;

  @BeforeEach
  void open() {
    System.err.println("-Dazof.seed=" + SEED);
    random = new Random(SEED);
    allocator = new RootAllocator();
  }

  @AfterEach
  void leavesNothing() {
    allocator.close();
  }

  @Test
  void noKeyThatDoesNotComeAfterTheOneBeforePassesAtAGlance() {
    for (int i = 0; i < BATCHES; i++) {
      List<byte[]> sorted = keys();
      sorted.sort(Arrays::compareUnsigned);
      for (int swaps = random.nextInt(4); swaps > 0; swaps--) {
        int at = random.nextInt(sorted.size());
        sorted.set(at, sorted.get(random.nextInt(sorted.size())));
      }
      try (VarCharVector vector = vector(sorted)) {
        Keys keys = new Keys(vector);
        int rows = sorted.size();
        int commonBytes = keys.commonBytes(0, keys, rows - 1);
        int row = 0;
        while (row < rows) {
          int end = keys.ascendingEnd(row, rows, commonBytes);
          assertThat(end).isBetween(row + 1, rows);
          for (int seen = row + 1; seen < end; seen++) {
            assertThat(Arrays.compareUnsigned(sorted.get(seen - 1), sorted.get(seen)))
                .as("keys %s and %s of %s", seen - 1, seen, texts(sorted))
                .isNegative();
          }
          row = end;
        }
      }
    }
  }

  @Test
  void keysOfOneLengthThatDifferWithinSixteenBytesAllPassAtAGlance() {
    for (String format : List.of("%08d", "key-%010d", "%016d", "customer-number-%09d")) {
      List<byte[]> ascending = new ArrayList<>();
      for (int number = 0; number < 500; number++) {
        ascending.add(bytes(String.format(format, number * 3)));
      }
      try (VarCharVector vector = vector(ascending)) {
        Keys keys = new Keys(vector);
        int commonBytes = keys.commonBytes(0, keys, 499);
        assertThat(keys.ascendingEnd(0, 500, commonBytes)).as(format).isEqualTo(500);
      }
    }
  }

  @Test
  void theFirstKeyThatIsNotBelowIsFoundFromEverywhere() {
    for (int i = 0; i < BATCHES; i++) {
      List<byte[]> sorted = keys();
      sorted.sort(Arrays::compareUnsigned);
      try (VarCharVector vector = vector(sorted)) {
        Keys keys = new Keys(vector);
        int rows = sorted.size();
        int leftOut = keys.commonBytes(0, keys, rows - 1);
        int from = random.nextInt(rows);
        long word = keys.word(random.nextInt(rows), leftOut) + random.nextInt(3) - 1;
        int expected = from;
        while (expected < rows && Long.compareUnsigned(keys.word(expected, leftOut), word) < 0) {
          expected++;
        }
        assertThat(keys.firstAtLeast(from, rows, word, leftOut))
            .as("from %s on in %s", from, texts(sorted))
            .isEqualTo(expected);
      }
    }
  }

  /** Mostly of one length, of few different bytes, with one start. */
  private List<byte[]> keys() {
    byte[] start = new byte[random.nextInt(30)];
    random.nextBytes(start);
    int usualLength = random.nextInt(30);
    boolean isOneLength = random.nextBoolean();
    List<byte[]> keys = new ArrayList<>();
    for (int rows = 1 + random.nextInt(60); rows > 0; rows--) {
      int length = isOneLength || random.nextInt(10) > 0 ? usualLength : random.nextInt(30);
      byte[] key = Arrays.copyOf(start, start.length + length);
      for (int at = start.length; at < key.length; at++) {
        key[at] = (byte) (random.nextInt(3) - 1);
      }
      keys.add(key);
    }
    return keys;
  }

  private VarCharVector vector(List<byte[]> keys) {
    VarCharVector vector = new VarCharVector("key", allocator);
    for (int row = 0; row < keys.size(); row++) {
      vector.setSafe(row, keys.get(row));
    }
    vector.setValueCount(keys.size());
    return vector;
  }

  private static List<String> texts(List<byte[]> keys) {
    return keys.stream().map(Arrays::toString).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
