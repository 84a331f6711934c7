package io.azof.sql.catalog;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.VersionedName;
import io.azof.storage.Lakehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/**
 * The tables that one statement names. Each is loaded when it is first named and stays at that
 * version; the others are never looked at. A name is matched exactly first, then without case.
 * Lives as long as the planning of its statement, in one thread.
 */
public final class LakehouseSchema extends AbstractSchema {
  private final Lakehouse lakehouse;
  private final SessionSettings settings;
  private final Map<String, LakehouseTable> pinned = new HashMap<>();
  private final Set<String> absent = new HashSet<>();
  private @Nullable List<String> tableNames;

  /**
   * @param settings at which time and version tables are looked at for which the statement says
   *     nothing else
   */
  public LakehouseSchema(Lakehouse lakehouse, SessionSettings settings) {
    this.lakehouse = lakehouse;
    this.settings = settings;
  }

  /** The tables that were named so far. */
  public List<LakehouseTable> pinnedTables() {
    return List.copyOf(pinned.values());
  }

  /**
   * Whether the tables that were named so far are there by these very names, so that no table that
   * comes or goes besides them changes what is meant, and are read at the version that is current.
   */
  public boolean isOfExactNames() {
    return absent.isEmpty()
        && tableNames == null
        && pinned.values().stream().allMatch(table -> table.fixedVersion().isEmpty());
  }

  /** The names of all tables of the lakehouse; lists them on the first call. */
  public List<String> tableNames() {
    if (tableNames == null) {
      tableNames = lakehouse.tableNames();
    }
    return tableNames;
  }

  @Override
  public Lookup<Table> tables() {
    return new ByName();
  }

  private @Nullable LakehouseTable pin(String name) {
    LakehouseTable known = pinned.get(name);
    if (known != null || absent.contains(name)) {
      return known;
    }
    try {
      LakehouseTable table = load(name);
      pinned.put(name, table);
      return table;
    } catch (AzofException e) {
      if (e.code() == ErrorCode.TABLE_NOT_FOUND) {
        absent.add(name);
        return null;
      }
      throw e;
    }
  }

  private LakehouseTable load(String name) {
    String versioned = ofSession(name);
    Optional<VersionedName> read = VersionedName.of(versioned);
    return read.isPresent()
        ? new LakehouseTable(load(read.get()), versioned, settings)
        : new LakehouseTable(lakehouse.table(name), name, settings);
  }

  /** The name with the version of the session, if that has one and the name has none. */
  private String ofSession(String name) {
    OptionalLong version = settings.version();
    return version.isPresent() ? VersionedName.orAtVersion(name, version.getAsLong()) : name;
  }

  private io.azof.storage.Table load(VersionedName name) {
    VersionedName.Version version = name.version();
    if (version == null) {
      return lakehouse.table(name.table());
    }
    return version.isCommitTime()
        ? lakehouse.table(name.table(), Instant.ofEpochMilli(version.value()))
        : lakehouse.table(name.table(), version.value());
  }

  /**
   * A table of that very name; else, of {@code t$history}, the history of {@code t}; else a table
   * whose name differs in case, for which all must be listed.
   */
  private @Nullable LakehouseTable find(String name) {
    LakehouseTable exact = pin(name);
    if (exact != null) {
      return exact;
    }
    LakehouseTable history =
        VersionedName.ofHistory(name)
            .map(VersionedName::name)
            .map(this::pinIgnoringCase)
            .orElse(null);
    return history != null ? history : pinIgnoringCase(name);
  }

  private @Nullable LakehouseTable pinIgnoringCase(String name) {
    LakehouseTable exact = pin(name);
    if (exact != null) {
      return exact;
    }
    Optional<VersionedName> versioned = VersionedName.of(name);
    String table = versioned.map(VersionedName::table).orElse(name);
    List<String> candidates = new ArrayList<>(tableNames());
    candidates.removeIf(candidate -> !candidate.equalsIgnoreCase(table));
    if (candidates.size() > 1) {
      throw new AzofException(
          ErrorCode.SQL_INVALID,
          "The table name \""
              + table
              + "\" could be "
              + String.join(" or ", candidates)
              + "; write it in double quotes as it is spelled");
    }
    if (candidates.isEmpty()) {
      return null;
    }
    String found = candidates.get(0);
    return pin(versioned.map(version -> version.ofTable(found).name()).orElse(found));
  }

  /** What is known about a table: {@code t$files}. */
  private @Nullable Table systemTable(String name) {
    int separator = name.lastIndexOf(TableFacts.SEPARATOR);
    LakehouseTable table = separator < 1 ? null : pinIgnoringCase(name.substring(0, separator));
    return table == null
        ? null
        : TableFacts.of(table.planned().name(), name.substring(separator + 1)).orElse(null);
  }

  private final class ByName implements Lookup<Table> {
    @Override
    public @Nullable Table get(String name) {
      Named<Table> found = getIgnoreCase(name);
      return found == null ? null : found.entity();
    }

    @Override
    public @Nullable Named<Table> getIgnoreCase(String name) {
      Table system = pin(name) == null ? systemTable(name) : null;
      if (system != null) {
        return new Named<>(name, system);
      }
      LakehouseTable table = find(name);
      return table == null ? null : new Named<>(table.lookupName(), table);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return new TreeSet<>(tableNames());
    }
  }
}
