package io.azof.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** SHOW and DESCRIBE as the queries of system tables that they stand for. */
public final class CatalogQueries {
  private CatalogQueries() {}

  /** SHOW TABLES: {@code SELECT table_name FROM information_schema.tables}, in order. */
  public static SqlNode tables(SqlParserPos position) {
    SqlIdentifier name = new SqlIdentifier("table_name", position);
    SqlIdentifier tables =
        new SqlIdentifier(List.of("azof", "information_schema", "tables"), position);
    return new SqlOrderBy(
        position, select(position, SqlNodeList.of(name), tables), SqlNodeList.of(name), null, null);
  }

  /** DESCRIBE t: {@code SELECT * FROM "t$columns"}. */
  public static SqlNode columns(SqlParserPos position, SqlIdentifier table) {
    int last = table.names.size() - 1;
    SqlIdentifier columns = table.setName(last, table.names.get(last) + "$columns");
    return select(position, SqlNodeList.of(SqlIdentifier.star(position)), columns);
  }

  private static SqlSelect select(SqlParserPos position, SqlNodeList items, SqlNode from) {
    return new SqlSelect(
        position,
        null,
        items,
        from,
        null,
        null,
        null,
        SqlNodeList.EMPTY,
        null,
        null,
        null,
        null,
        SqlNodeList.EMPTY);
  }
}
