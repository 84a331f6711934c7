package io.azof.server.session;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What clients have set for their sessions, bounded in number. Only a session that has set
 * something is remembered; it is dropped when it is idle for too long, and it is remembered of it
 * that it was: its client must not get answers to other questions than it believes to ask. Safe for
 * use by many threads.
 */
public final class Sessions {
  private record Entry(SessionSettings settings, Instant lastUse) {}

  private static final int NAME_BYTES = 6;

  /** How many dropped sessions are remembered for each that there may be. */
  private static final int DROPPED_PER_SESSION = 10;

  private final int countMax;
  private final Duration idleMax;
  private final InstantSource clock;

  /** By key, the one that was not used for longest first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Their keys, the one that was dropped first first. */
  private final Set<String> dropped = new LinkedHashSet<>();

  public Sessions(int countMax, Duration idleMax, InstantSource clock) {
    this.countMax = countMax;
    this.idleMax = idleMax;
    this.clock = clock;
  }

  /**
   * What a session has set. Asking makes no session.
   *
   * @throws AzofException {@code CONFLICT} when it was dropped
   */
  public synchronized SessionSettings settings(String key) {
    dropIdle();
    if (dropped.contains(key)) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "The session was not used for "
              + idleMax.toMinutes()
              + " minutes, and what it had set is gone; set it again, or RESET it");
    }
    Entry entry = entries.remove(key);
    if (entry == null) {
      return SessionSettings.NONE;
    }
    entries.put(key, new Entry(entry.settings(), clock.instant()));
    return entry.settings();
  }

  /**
   * Changes what a session has set, from nothing if it has set nothing or was dropped.
   *
   * @throws AzofException {@code LIMIT_REACHED} when there are too many sessions
   */
  public synchronized void change(String key, UnaryOperator<SessionSettings> change) {
    dropIdle();
    Entry entry = entries.get(key);
    SessionSettings changed = change.apply(entry == null ? SessionSettings.NONE : entry.settings());
    if (entry == null && !changed.isEmpty() && entries.size() >= countMax) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "Clients have "
              + entries.size()
              + " sessions with settings, which is the limit; close some, or raise"
              + " server.sessions");
    }
    dropped.remove(key);
    entries.remove(key);
    if (!changed.isEmpty()) {
      entries.put(key, new Entry(changed, clock.instant()));
    }
  }

  /** What to call a session where others can read it: whoever knows the name has no key. */
  public static String nameOf(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forgets what a session has set. */
  public synchronized void close(String key) {
    dropped.remove(key);
    entries.remove(key);
  }

  /**
   * A session that has set something.
   *
   * @param key which is for nobody's eyes
   */
  public record Session(String key, SessionSettings settings, Instant lastUse) {}

  /** All sessions that have set something, the one that was not used for longest first. */
  public synchronized List<Session> all() {
    dropIdle();
    return entries.entrySet().stream()
        .map(
            entry ->
                new Session(
                    entry.getKey(), entry.getValue().settings(), entry.getValue().lastUse()))
        .toList();
  }

  /** How many sessions have set something. */
  public synchronized int size() {
    dropIdle();
    return entries.size();
  }

  private void dropIdle() {
    Instant before = clock.instant().minus(idleMax);
    Iterator<Map.Entry<String, Entry>> oldestFirst = entries.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<String, Entry> oldest = oldestFirst.next();
      if (!oldest.getValue().lastUse().isBefore(before)) {
        return;
      }
      oldestFirst.remove();
      remember(oldest.getKey());
    }
  }

  private void remember(String key) {
    dropped.add(key);
    if (dropped.size() > (long) countMax * DROPPED_PER_SESSION) {
      dropped.remove(dropped.iterator().next());
    }
  }
}
