package io.azof.server.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Which passwords were right a short time ago, because some clients send theirs with every call and
 * to try one is slow on purpose. Holds no password: only HMACs, with a key of this process.
 */
final class VerifiedPasswords {
  private static final Duration AGE_MAX = Duration.ofMinutes(1);
  private static final int COUNT_MAX = 1_000;

  /** For which hash it was right, and when. */
  private record Entry(String hash, Instant time) {}

  private final InstantSource clock;
  private final SigningKeys.Key key;

  /** By the HMAC of name and password, the oldest first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  VerifiedPasswords(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.key = SigningKeys.temporary(random).first();
  }

  synchronized boolean contains(User user, String password) {
    Entry entry = entries.get(digest(user.name(), password));
    return entry != null
        && entry.hash().equals(user.password().text())
        && clock.instant().isBefore(entry.time().plus(AGE_MAX));
  }

  synchronized void add(User user, String password) {
    String digest = digest(user.name(), password);
    entries.remove(digest);
    entries.put(digest, new Entry(user.password().text(), clock.instant()));
    if (entries.size() > COUNT_MAX) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /** No name has the character that stands between. */
  private String digest(String name, String password) {
    byte[] credential = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(key.sign(credential));
  }
}
