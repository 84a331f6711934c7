package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys with which a server signs: the first one; all of them are accepted. In a file they are
 * lines of Base64, so that a new key can be put above the old one, which goes when all that it
 * signed has expired.
 */
final class SigningKeys {
  static final String KIND = "token key file";

  static final int ID_BYTES = 8;
  private static final int KEY_BYTES = 32;
  private static final int KEYS_MAX = 8;
  private static final String ALGORITHM = "HmacSHA256";

  /** One key; its id is a digest of it, and no secret. */
  static final class Key {
    private final byte[] id;
    private final SecretKeySpec secret;

    private Key(byte[] secret) {
      this.id = Arrays.copyOf(sha256(secret), ID_BYTES);
      this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    byte[] id() {
      return id.clone();
    }

    /** The HMAC-SHA256 of all parts, one after the other. */
    byte[] sign(byte[]... parts) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(secret);
        for (byte[] part : parts) {
          mac.update(part);
        }
        return mac.doFinal();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final List<Key> keys;

  private SigningKeys(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /** A key that nobody else has and that is forgotten with the process. */
  static SigningKeys temporary(RandomGenerator random) {
    return new SigningKeys(List.of(new Key(randomKey(random))));
  }

  /**
   * The keys in a file. Makes it with one key, for its owner only, when it does not exist.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it cannot be read or made, others can read
   *     it, or a line is no key
   */
  static SigningKeys readOrCreate(Path file, RandomGenerator random) {
    if (!Files.exists(file)) {
      String key = Base64.getEncoder().encodeToString(randomKey(random));
      SecretFile.create(file, KIND, List.of(key));
    }
    return read(file);
  }

  static SigningKeys read(Path file) {
    List<Key> keys = new ArrayList<>();
    for (String line : SecretFile.lines(file, KIND)) {
      if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
        keys.add(key(file, line.strip()));
      }
    }
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The token key file " + file + " must have 1 to " + KEYS_MAX + " keys, a line each");
    }
    return new SigningKeys(keys);
  }

  private static Key key(Path file, String line) {
    try {
      byte[] bytes = Base64.getDecoder().decode(line);
      if (bytes.length >= KEY_BYTES) {
        return new Key(bytes);
      }
    } catch (IllegalArgumentException e) {
      // said below, without the line, which is a secret
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "A line of the token key file "
            + file
            + " is no key: it must be "
            + KEY_BYTES
            + " random bytes or more in Base64, as openssl rand -base64 32 makes them");
  }

  private static byte[] randomKey(RandomGenerator random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  /** The one to sign with. */
  Key first() {
    return keys.get(0);
  }

  /** Those that are accepted. */
  List<Key> all() {
    return keys;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
