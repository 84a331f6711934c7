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
 * something is remembered. It is dropped when it is idle for too long, and is not known to a server
 * that was started anew or is another one; a client that keeps what it was told of it brings it
 * back. Of one that does not it is remembered that its session was dropped: no client may get
 * answers to other questions than it believes to ask. Safe for use by many threads.
 */
public final class Sessions {
  private record Entry(SessionState state, Instant lastUse) {}

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
   * @param told what its client was told of it, {@link SessionState#NEW} if nothing
   * @throws AzofException {@code CONFLICT} when it was dropped and the client was told nothing
   */
  public synchronized SessionSettings settings(String key, SessionState told) {
    dropIdle();
    if (dropped.contains(key) && told.revision() == 0) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "The session was not used for "
              + idleMax.toMinutes()
              + " minutes, and what it had set is gone; set it again, or RESET it");
    }
    SessionState state = newest(key, told);
    boolean hasRoom = entries.containsKey(key) || entries.size() < countMax;
    if (hasRoom) {
      keep(key, state);
    }
    return state.settings();
  }

  private SessionState newest(String key, SessionState told) {
    Entry entry = entries.get(key);
    return entry == null || told.isNewerThan(entry.state()) ? told : entry.state();
  }

  private void keep(String key, SessionState state) {
    dropped.remove(key);
    entries.remove(key); // it is the last one to be dropped now
    if (!state.settings().isEmpty()) {
      entries.put(key, new Entry(state, clock.instant()));
    }
  }

  /**
   * Changes what a session has set, from nothing if it has set nothing or was dropped.
   *
   * @param told as for {@link #settings}
   * @return what to tell the client of it
   * @throws AzofException {@code LIMIT_REACHED} when there are too many sessions
   */
  public synchronized SessionState change(
      String key, SessionState told, UnaryOperator<SessionSettings> change) {
    dropIdle();
    SessionState before = newest(key, told);
    SessionSettings changed = change.apply(before.settings());
    if (!entries.containsKey(key) && !changed.isEmpty() && entries.size() >= countMax) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "Clients have "
              + entries.size()
              + " sessions with settings, which is the limit; close some, or raise"
              + " server.sessions");
    }
    SessionState after = new SessionState(before.revision() + 1, changed);
    keep(key, after);
    return after;
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

  /**
   * Forgets what a session has set.
   *
   * @param told as for {@link #settings}
   * @return what to tell the client of it
   */
  public synchronized SessionState close(String key, SessionState told) {
    SessionState after = new SessionState(newest(key, told).revision() + 1, SessionSettings.NONE);
    keep(key, after);
    return after;
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
                    entry.getKey(),
                    entry.getValue().state().settings(),
                    entry.getValue().lastUse()))
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
