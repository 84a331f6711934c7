package io.azof.sql.parse;

import io.azof.error.AzofException;
import io.azof.storage.model.EventTime;
import java.util.Optional;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table at a version other than the current one, or with its history instead of a
 * state. Both have columns of their own, so they must be known before anything else of the
 * statement is looked at: they are part of the name by which the table is looked up.
 *
 * @param table its name as it was written
 * @param isHistory whether its history is asked for
 * @param version null: the current one
 */
public record VersionedName(String table, boolean isHistory, @Nullable Version version) {

  /**
   * A version of a table.
   *
   * @param isCommitTime whether it is told by a time of commits
   * @param value the version, or epoch milliseconds
   */
  public record Version(boolean isCommitTime, long value) {
    @Override
    public String toString() {
      return isCommitTime
          ? " FOR COMMIT_TIME AS OF '" + new EventTime(value) + "'"
          : " FOR VERSION AS OF " + value;
    }
  }

  /** No name of a table has it. */
  private static final char SEPARATOR = '\0';

  private static final String HISTORY_SUFFIX = "$history";

  /** What a name stands for that {@link #name} made; empty for every other name. */
  public static Optional<VersionedName> of(String name) {
    int separator = name.indexOf(SEPARATOR);
    if (separator < 0) {
      return Optional.empty();
    }
    String table = name.substring(0, separator);
    boolean isHistory = name.startsWith("h", separator + 1);
    int start = separator + (isHistory ? 2 : 1);
    Version version =
        start == name.length()
            ? null
            : new Version(
                name.charAt(start) == 't', Long.parseLong(name, start + 1, name.length(), 10));
    return Optional.of(new VersionedName(table, isHistory, version));
  }

  /**
   * The table whose history a name stands for: {@code t$history}. It is looked for when there is no
   * table of that very name.
   */
  public static Optional<VersionedName> ofHistory(String name) {
    VersionedName read = of(name).orElseGet(() -> new VersionedName(name, false, null));
    String table = read.table();
    int length = table.length() - HISTORY_SUFFIX.length();
    boolean isHistory =
        length > 0 && table.regionMatches(true, length, HISTORY_SUFFIX, 0, HISTORY_SUFFIX.length());
    return isHistory
        ? Optional.of(new VersionedName(table.substring(0, length), true, read.version()))
        : Optional.empty();
  }

  /** The name of the history of a table, at the same version. */
  public static String historyOf(String name) {
    VersionedName read = of(name).orElseGet(() -> new VersionedName(name, false, null));
    return new VersionedName(read.table(), true, read.version()).name();
  }

  /** The same name, at that version unless it has one. */
  public static String orAtVersion(String name, long version) {
    VersionedName read = of(name).orElseGet(() -> new VersionedName(name, false, null));
    return read.version() != null
        ? name
        : new VersionedName(read.table(), read.isHistory(), new Version(false, version)).name();
  }

  /** A name as its user wrote it, with its clause if it has one. */
  public static String shown(String name) {
    return of(name).map(VersionedName::toString).orElse(name);
  }

  /** The same version of another table. */
  public VersionedName ofTable(String other) {
    return new VersionedName(other, isHistory, version);
  }

  /** The one name for it all. */
  public String name() {
    String suffix = version == null ? "" : (version.isCommitTime() ? "t" : "v") + version.value();
    return table + SEPARATOR + (isHistory ? "h" : "") + suffix;
  }

  /**
   * A table with {@code FOR VERSION AS OF n} behind it; it may have a time clause already.
   *
   * @throws AzofException when there is no number, or the table has a version
   */
  public static SqlNode atVersion(SqlParserPos position, SqlNode table, SqlNode number) {
    if (number instanceof SqlNumericLiteral literal && literal.isInteger()) {
      return with(position, table, new Version(false, literal.longValue(true)));
    }
    throw number instanceof SqlDynamicParam
        ? SqlFault.unsupported(
            number.getParserPosition(),
            "The version of a table decides on its columns; write it as a number, it cannot be a"
                + " parameter")
        : SqlFault.invalid(
            number.getParserPosition(), "The version of a table must be written as a number");
  }

  /**
   * A table with {@code FOR COMMIT_TIME AS OF x} behind it; it may have a time clause already.
   *
   * @throws AzofException when it is no time, or the table has a version
   */
  public static SqlNode atCommitTime(SqlParserPos position, SqlNode table, SqlNode time) {
    if (time instanceof SqlDynamicParam) {
      throw SqlFault.unsupported(
          time.getParserPosition(),
          "The version of a table decides on its columns; write its time as a text, it cannot be a"
              + " parameter");
    }
    return with(position, table, new Version(true, commitTime(time).epochMillis()));
  }

  private static EventTime commitTime(SqlNode time) {
    String text = text(time);
    try {
      return EventTime.parse(text);
    } catch (AzofException e) {
      throw SqlFault.invalid(time.getParserPosition(), String.valueOf(e.getMessage()));
    }
  }

  private static String text(SqlNode time) {
    if (time instanceof SqlCharStringLiteral text) {
      return String.valueOf(text.getValueAs(String.class));
    }
    if (time instanceof SqlLiteral literal && literal.getValue() != null) {
      return String.valueOf(literal.toValue());
    }
    throw SqlFault.unsupported(
        time.getParserPosition(),
        "The time of FOR COMMIT_TIME must be an ISO-8601 text, or a TIMESTAMP or DATE literal");
  }

  /**
   * A table with its history instead of a state; it may have a version already.
   *
   * @throws AzofException when it is no name of a table
   */
  static SqlNode history(SqlParserPos position, SqlNode table) {
    SqlIdentifier identifier = identifier(position, table);
    VersionedName name = written(identifier);
    return renamed(identifier, new VersionedName(name.table(), true, name.version()));
  }

  /**
   * Requires that a table stands without a time or a range yet.
   *
   * @throws AzofException when it has one
   */
  public static void requireNoTime(SqlParserPos position, SqlNode table) {
    boolean isHistory = table instanceof SqlIdentifier name && written(name).isHistory();
    if (isHistory || table instanceof SqlSnapshot) {
      throw SqlFault.invalid(position, "A table can have only one time clause");
    }
  }

  private static SqlNode with(SqlParserPos position, SqlNode table, Version version) {
    if (table instanceof SqlSnapshot snapshot) {
      SqlNode versioned = with(position, snapshot.getTableRef(), version);
      return new SqlSnapshot(snapshot.getParserPosition(), versioned, snapshot.getPeriod());
    }
    SqlIdentifier identifier = identifier(position, table);
    VersionedName name = written(identifier);
    if (name.version() != null) {
      throw SqlFault.invalid(position, "A table can have only one version");
    }
    return renamed(identifier, new VersionedName(name.table(), name.isHistory(), version));
  }

  private static SqlIdentifier identifier(SqlParserPos position, SqlNode table) {
    if (table instanceof SqlIdentifier identifier) {
      return identifier;
    }
    throw SqlFault.invalid(position, "A time clause can only follow the name of a table");
  }

  private static VersionedName written(SqlIdentifier identifier) {
    String last = identifier.names.get(identifier.names.size() - 1);
    return of(last).orElseGet(() -> new VersionedName(last, false, null));
  }

  private static SqlNode renamed(SqlIdentifier identifier, VersionedName name) {
    return identifier.setName(identifier.names.size() - 1, name.name());
  }

  @Override
  public String toString() {
    return table + (isHistory ? " FOR ALL EVENT_TIME" : "") + (version == null ? "" : version);
  }
}
