package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;

/**
 * INSERT, UPDATE or DELETE.
 *
 * @param change a SqlInsert, or a SqlUpdate or SqlDelete whose table can be a snapshot: the time at
 *     which it is changed
 */
public record ChangeStatement(String text, SqlNode change, int parameterCount)
    implements Statement {
  /**
   * The table that is changed, perhaps at a time.
   *
   * @throws io.azof.error.AzofException {@code SQL_INVALID} for an older version of a table
   */
  public static SqlNode target(SqlNode table) {
    SqlNode name = table instanceof SqlSnapshot snapshot ? snapshot.getTableRef() : table;
    List<String> names = ((SqlIdentifier) name).names;
    if (VersionedName.of(names.get(names.size() - 1)).isPresent()) {
      throw SqlFault.invalid(
          name.getParserPosition(), "An older version of a table can only be read");
    }
    return table;
  }

  @Override
  public <T> T match(Cases<T> cases) {
    return cases.change(this);
  }
}
