package io.azof.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An Argon2id hash of a password, written as other tools write it: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}.
 */
public final class PasswordHash {
  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int PARALLELISM = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
  private static final int MEMORY_KIB_MAX = 1 << 20;

  private final int memoryKib;
  private final int iterations;
  private final int parallelism;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int memoryKib, int iterations, int parallelism, byte[] salt, byte[] hash) {
    this.memoryKib = memoryKib;
    this.iterations = iterations;
    this.parallelism = parallelism;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Hashes a password; takes tens of milliseconds and 19 MiB on purpose.
   *
   * @param random gives the salt; nobody may be able to guess it
   */
  public static PasswordHash of(String password, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = hash(password, MEMORY_KIB, ITERATIONS, PARALLELISM, salt, HASH_BYTES);
    return new PasswordHash(MEMORY_KIB, ITERATIONS, PARALLELISM, salt, hash);
  }

  /**
   * One that no password is known for. To try it takes as long as to try one of a real user.
   *
   * @param random decides what it is
   */
  static PasswordHash unknown(RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] hash = new byte[HASH_BYTES];
    random.nextBytes(salt);
    random.nextBytes(hash);
    return new PasswordHash(MEMORY_KIB, ITERATIONS, PARALLELISM, salt, hash);
  }

  /**
   * Reads what {@link #text} wrote, or another tool.
   *
   * @throws IllegalArgumentException for anything else; the message does not quote it
   */
  public static PasswordHash parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("the hash is not of the form $argon2id$v=19$…");
    }
    int memoryKib = Integer.parseInt(parts.group(1));
    int iterations = Integer.parseInt(parts.group(2));
    int parallelism = Integer.parseInt(parts.group(3));
    if (parallelism < 1
        || iterations < 1
        || memoryKib < 8 * parallelism
        || memoryKib > MEMORY_KIB_MAX) {
      throw new IllegalArgumentException("the hash has a cost that is out of range");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(
        memoryKib,
        iterations,
        parallelism,
        base64.decode(parts.group(4)),
        base64.decode(parts.group(5)));
  }

  /** Whether it is of this password; takes as long for a wrong one as for the right one. */
  boolean matches(String password) {
    byte[] given = hash(password, memoryKib, iterations, parallelism, salt, hash.length);
    return MessageDigest.isEqual(given, hash);
  }

  /** The hash as text; a secret, though not as good as the password itself. */
  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + memoryKib
        + ",t="
        + iterations
        + ",p="
        + parallelism
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  private static byte[] hash(
      String password, int memoryKib, int iterations, int parallelism, byte[] salt, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    generator.generateBytes(bytes, hash);
    Arrays.fill(bytes, (byte) 0);
    return hash;
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "argon2id";
  }
}
