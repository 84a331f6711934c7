package io.azof.sql;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.PlannedTable;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.plan.QueryPlan;
import io.azof.storage.Table;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The plans of the queries that were asked last, for those that are asked again word for word. A
 * plan is used again only as long as planning would give the same one: its tables are named as they
 * are spelled, and have the columns that they had. Safe for use by many threads.
 */
final class RecentPlans {
  /** One text may take so much of the room. */
  private static final int SHARE_MAX = 16;

  private final int charsMax;
  private final Function<String, Table> current;
  private final Map<Question, Recent> plans = new LinkedHashMap<>(16, 0.75f, true);
  private int chars;

  private record Question(String text, SessionSettings settings) {}

  private record Recent(QueryPlan plan, List<PlannedTable> tables) {}

  /**
   * @param charsMax of the texts of all plans, which take memory as their texts are long; those
   *     that were not asked for the longest time make room
   * @param current gives a table at its current version, or throws {@code TABLE_NOT_FOUND}
   */
  RecentPlans(int charsMax, Function<String, Table> current) {
    this.charsMax = charsMax;
    this.current = current;
  }

  /**
   * The plan of a query; empty when it must be planned.
   *
   * @throws AzofException when a table cannot be looked at
   */
  Optional<QueryPlan> find(String text, SessionSettings settings) {
    Question question = new Question(text, settings);
    Recent recent;
    synchronized (this) {
      recent = plans.get(question);
    }
    if (recent == null) {
      return Optional.empty();
    }
    if (recent.tables.stream().allMatch(this::isAsPlanned)) {
      return Optional.of(recent.plan);
    }
    synchronized (this) {
      if (plans.remove(question, recent)) {
        chars -= text.length();
      }
    }
    return Optional.empty();
  }

  private boolean isAsPlanned(PlannedTable planned) {
    try {
      return current.apply(planned.name()).schema().equals(planned.schema());
    } catch (AzofException e) {
      if (e.code() == ErrorCode.TABLE_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Keeps a plan, if it can be used again.
   *
   * @param tables those that the statement was planned for
   */
  void add(String text, SessionSettings settings, QueryPlan plan, LakehouseSchema tables) {
    if (text.length() > charsMax / SHARE_MAX || !tables.isOfExactNames()) {
      return;
    }
    List<PlannedTable> planned =
        tables.pinnedTables().stream().map(LakehouseTable::planned).toList();
    synchronized (this) {
      if (plans.put(new Question(text, settings), new Recent(plan, planned)) == null) {
        chars += text.length();
      }
      Iterator<Question> oldest = plans.keySet().iterator();
      while (chars > charsMax) {
        chars -= oldest.next().text.length();
        oldest.remove();
      }
    }
  }
}
