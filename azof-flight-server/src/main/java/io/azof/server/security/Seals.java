package io.azof.server.security;

import io.azof.server.config.SecurityConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals bytes that clients carry, so that nobody can make or alter them: a version, the id of the
 * key, the content, and an HMAC-SHA256 over all of it and the purpose. The content can be read.
 */
final class Seals {
  private static final Logger LOG = LoggerFactory.getLogger(Seals.class);
  private static final byte VERSION = 1;
  private static final int CONTENT_START = 1 + SigningKeys.ID_BYTES;
  private static final int SIGNATURE_BYTES = 32;

  private final Supplier<SigningKeys> keys;

  private Seals(Supplier<SigningKeys> keys) {
    this.keys = keys;
  }

  /**
   * With the keys of the file that the configuration names, or else with one of this process.
   *
   * @throws io.azof.error.AzofException {@code ARGUMENT_INVALID} when the file is wrong
   */
  static Seals of(SecurityConfig config, RandomGenerator random) {
    Optional<Path> file = config.tokenKeyFile();
    if (file.isPresent()) {
      SigningKeys.readOrCreate(file.get(), random);
      WatchedFile<SigningKeys> keys =
          new WatchedFile<>(List.of(file.get()), () -> SigningKeys.read(file.get()));
      return new Seals(keys::current);
    }
    if (config.usersFile().isPresent()) {
      LOG.warn("Without auth.token-key-file clients have to log in again when the server restarts");
    }
    SigningKeys keys = SigningKeys.temporary(random);
    return new Seals(() -> keys);
  }

  byte[] seal(Purpose purpose, byte[] content) {
    SigningKeys.Key key = keys.get().first();
    byte[] sealed = new byte[CONTENT_START + content.length + SIGNATURE_BYTES];
    sealed[0] = VERSION;
    System.arraycopy(key.id(), 0, sealed, 1, SigningKeys.ID_BYTES);
    System.arraycopy(content, 0, sealed, CONTENT_START, content.length);
    byte[] signed = Arrays.copyOf(sealed, sealed.length - SIGNATURE_BYTES);
    byte[] signature = key.sign(label(purpose), signed);
    System.arraycopy(signature, 0, sealed, signed.length, SIGNATURE_BYTES);
    return sealed;
  }

  /** The content; empty when it was not sealed here for that purpose, or was altered. */
  Optional<byte[]> open(Purpose purpose, byte[] sealed) {
    if (sealed.length < CONTENT_START + SIGNATURE_BYTES || sealed[0] != VERSION) {
      return Optional.empty();
    }
    int end = sealed.length - SIGNATURE_BYTES;
    byte[] signed = Arrays.copyOf(sealed, end);
    byte[] signature = Arrays.copyOfRange(sealed, end, sealed.length);
    byte[] id = Arrays.copyOfRange(sealed, 1, CONTENT_START);
    for (SigningKeys.Key key : keys.get().all()) {
      if (Arrays.equals(key.id(), id)
          && MessageDigest.isEqual(key.sign(label(purpose), signed), signature)) {
        return Optional.of(Arrays.copyOfRange(sealed, CONTENT_START, end));
      }
    }
    return Optional.empty();
  }

  private static byte[] label(Purpose purpose) {
    return (purpose.label() + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
