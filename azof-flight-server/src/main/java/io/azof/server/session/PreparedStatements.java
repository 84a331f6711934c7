package io.azof.server.session;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PlannedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The statements that clients hold open, bounded in number. Those that have been idle too long make
 * room for new ones, and then those that were run, the longest ago first: the JDBC driver forgets
 * to close what a Statement ran before. Safe for use by many threads.
 */
public final class PreparedStatements {
  private record Entry(PreparedStatement statement, Instant lastUse, boolean wasRun) {}

  private final int countMax;
  private final Duration idleMax;
  private final Clock clock;
  private final Supplier<String> handles;

  /** By handle, the one that was not used for longest first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * @param handles gives a new name at each call, one that nobody can guess
   */
  public PreparedStatements(int countMax, Duration idleMax, Clock clock, Supplier<String> handles) {
    this.countMax = countMax;
    this.idleMax = idleMax;
    this.clock = clock;
    this.handles = handles;
  }

  /**
   * Remembers a statement until it is closed.
   *
   * @param asOf the event time at which its session looks at all tables; empty: as they are now
   * @throws AzofException {@code LIMIT_REACHED} when there are too many that were never run
   */
  public synchronized PreparedStatement add(PlannedStatement planned, Optional<String> asOf) {
    dropIdle();
    if (entries.size() >= countMax && !dropOldestRun()) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "Clients hold "
              + entries.size()
              + " prepared statements open, which is the limit; close some, or raise"
              + " server.prepared-statements");
    }
    PreparedStatement statement = new PreparedStatement(handles.get(), planned, asOf);
    entries.put(statement.handle(), new Entry(statement, clock.instant(), false));
    return statement;
  }

  /**
   * The statement of that handle.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it was closed or dropped
   */
  public synchronized PreparedStatement find(String handle) {
    Entry entry = entries.remove(handle);
    if (entry == null) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "This prepared statement is closed, or was dropped after a time without use; prepare it"
              + " again");
    }
    entries.put(handle, new Entry(entry.statement(), clock.instant(), true));
    return entry.statement();
  }

  /** Forgets the statement, if it is known. Runs of it that are under way go on. */
  public synchronized void close(String handle) {
    entries.remove(handle);
  }

  /** How many there are. */
  public synchronized int size() {
    return entries.size();
  }

  private boolean dropOldestRun() {
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (oldestFirst.hasNext()) {
      if (oldestFirst.next().wasRun()) {
        oldestFirst.remove();
        return true;
      }
    }
    return false;
  }

  private void dropIdle() {
    Instant before = clock.instant().minus(idleMax);
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next().lastUse().isBefore(before)) {
      oldestFirst.remove();
    }
  }
}
