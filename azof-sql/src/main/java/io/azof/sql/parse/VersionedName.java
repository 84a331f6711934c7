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

/**
 * The name of a table at a version other than the current one. A version has columns of its own, so
 * it must be known before anything else of the statement is looked at: it is part of the name by
 * which the table is looked up.
 *
 * @param table its name as it was written
 * @param isCommitTime whether the version is told by a time of commits
 * @param value the version, or epoch milliseconds
 */
public record VersionedName(String table, boolean isCommitTime, long value) {
  /** No name of a table has it. */
  private static final char SEPARATOR = '\0';

  /** What a name stands for that {@link #name} made; empty for every other name. */
  public static Optional<VersionedName> of(String name) {
    int separator = name.indexOf(SEPARATOR);
    if (separator < 0) {
      return Optional.empty();
    }
    boolean isCommitTime = name.charAt(separator + 1) == 't';
    long value = Long.parseLong(name, separator + 2, name.length(), 10);
    return Optional.of(new VersionedName(name.substring(0, separator), isCommitTime, value));
  }

  /** A name as its user wrote it, with its clause if it has one. */
  public static String shown(String name) {
    return of(name).map(VersionedName::toString).orElse(name);
  }

  /** The same version of another table. */
  public VersionedName ofTable(String other) {
    return new VersionedName(other, isCommitTime, value);
  }

  /** The one name for it all. */
  public String name() {
    return table + SEPARATOR + (isCommitTime ? 't' : 'v') + value;
  }

  /**
   * A table with {@code FOR VERSION AS OF n} behind it; it may have a time clause already.
   *
   * @throws AzofException when there is no number, or the table has a version
   */
  public static SqlNode atVersion(SqlParserPos position, SqlNode table, SqlNode number) {
    if (number instanceof SqlNumericLiteral literal && literal.isInteger()) {
      return with(position, table, false, literal.longValue(true));
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
    return with(position, table, true, commitTime(time).epochMillis());
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

  private static SqlNode with(
      SqlParserPos position, SqlNode table, boolean isCommitTime, long value) {
    if (table instanceof SqlSnapshot snapshot) {
      SqlNode versioned = with(position, snapshot.getTableRef(), isCommitTime, value);
      return new SqlSnapshot(snapshot.getParserPosition(), versioned, snapshot.getPeriod());
    }
    if (!(table instanceof SqlIdentifier identifier)) {
      throw SqlFault.invalid(position, "A version clause can only follow the name of a table");
    }
    int last = identifier.names.size() - 1;
    String name = identifier.names.get(last);
    if (of(name).isPresent()) {
      throw SqlFault.invalid(position, "A table can have only one version");
    }
    return identifier.setName(last, new VersionedName(name, isCommitTime, value).name());
  }

  @Override
  public String toString() {
    return table
        + (isCommitTime
            ? " FOR COMMIT_TIME AS OF '" + new EventTime(value) + "'"
            : " FOR VERSION AS OF " + value);
  }
}
