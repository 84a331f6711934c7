package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes those who guess wait: after a few failures in a row, each further one costs twice as much
 * time, up to a minute; for each user from each address, and less strictly for each address. Nobody
 * else waits. Safe for use by many threads.
 */
final class LoginPause {
  private static final int FREE_FAILURES_OF_USER = 5;
  private static final int FREE_FAILURES_OF_ADDRESS = 50;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** After so long without a failure nothing is remembered. */
  private static final Duration MEMORY = Duration.ofMinutes(15);

  private static final int COUNT_MAX = 10_000;

  /** Failures in a row, and until when the next trial has to wait. */
  private record Failures(int count, Instant last, Instant until) {}

  private final InstantSource clock;

  /** By address, or user and address; the one that failed last is the last one. */
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  LoginPause(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Makes sure that a password may be tried now.
   *
   * @throws AzofException {@code LIMIT_REACHED} when it is too early
   */
  synchronized void requireOver(String user, Peer peer) {
    Instant now = clock.instant();
    requireOver(userKey(user, peer), now);
    requireOver(peer.address(), now);
  }

  private void requireOver(String key, Instant now) {
    Failures known = failures.get(key);
    if (known != null && now.isBefore(known.until())) {
      long millis = Duration.between(now, known.until()).toMillis();
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "Too many logins failed; try again in " + (millis / 1_000 + 1) + " s");
    }
  }

  /** The password was wrong. */
  synchronized void failed(String user, Peer peer) {
    Instant now = clock.instant();
    failed(userKey(user, peer), FREE_FAILURES_OF_USER, now);
    failed(peer.address(), FREE_FAILURES_OF_ADDRESS, now);
    while (failures.size() > COUNT_MAX) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  private void failed(String key, int free, Instant now) {
    Failures before = failures.remove(key);
    boolean recent = before != null && now.isBefore(before.last().plus(MEMORY));
    int count = recent && before != null ? before.count() + 1 : 1;
    failures.put(key, new Failures(count, now, now.plus(pause(count - free))));
  }

  private static Duration pause(int excess) {
    if (excess <= 0) {
      return Duration.ZERO;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(excess - 1, 30));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** The password was right. What the address did in other names stays. */
  synchronized void succeeded(String user, Peer peer) {
    failures.remove(userKey(user, peer));
  }

  /** No address has a space. */
  private static String userKey(String user, Peer peer) {
    return peer.address() + " " + user;
  }
}
