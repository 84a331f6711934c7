package io.azof.server.flight;

import io.azof.sql.PreparedQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The plans of the queries whose flight info was asked for last, so that those whose rows are
 * fetched from the same server are not planned again. Tickets do without: one whose plan is not
 * here any more, or never was, is planned anew. Safe for use by many threads.
 */
final class AnnouncedQueries {
  private final Map<String, PreparedQuery> byTicket = new LinkedHashMap<>();
  private final int countMax;

  /**
   * @param countMax of the plans that wait; the oldest makes room
   */
  AnnouncedQueries(int countMax) {
    this.countMax = countMax;
  }

  synchronized void add(String ticket, PreparedQuery query) {
    if (byTicket.size() >= countMax) {
      byTicket.remove(byTicket.keySet().iterator().next());
    }
    byTicket.put(ticket, query);
  }

  /** The plan of a ticket, once; empty when it is not here. */
  synchronized Optional<PreparedQuery> take(String ticket) {
    return Optional.ofNullable(byTicket.remove(ticket));
  }
}
