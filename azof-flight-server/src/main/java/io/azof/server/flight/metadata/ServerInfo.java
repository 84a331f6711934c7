package io.azof.server.flight.metadata;

import static io.azof.server.flight.metadata.InfoValue.bits;
import static io.azof.server.flight.metadata.InfoValue.conversions;
import static io.azof.server.flight.metadata.InfoValue.flag;
import static io.azof.server.flight.metadata.InfoValue.names;
import static io.azof.server.flight.metadata.InfoValue.number;
import static io.azof.server.flight.metadata.InfoValue.text;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo.*;

import io.azof.server.flight.stream.ReaderSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;

/**
 * The answers to GetSqlInfo. A client that asks for everything gets every id that the JDBC driver
 * and the ODBC driver read, since they fail on what is absent, and none that JDBC does not know.
 */
public final class ServerInfo {
  private static final long NO_LIMIT = 0;
  private static final int NONE = 0;

  /** In the words of the protocol: names match whatever their case. */
  private static final long CASE_INSENSITIVE = 1;

  private static final long NULLS_SORTED_HIGH = 0;

  /** Only for those who ask for them by name: drivers older than these fail on them. */
  private static final Map<SqlInfo, InfoValue> NEWER =
      Map.of(
          FLIGHT_SQL_SERVER_BULK_INGESTION, flag(true),
          FLIGHT_SQL_SERVER_INGEST_TRANSACTIONS_SUPPORTED, flag(false));

  private final Map<SqlInfo, InfoValue> values = new EnumMap<>(SqlInfo.class);

  /**
   * @param version of Azof
   * @param arrowVersion of the Arrow library
   * @param readOnly whether nothing can be changed
   */
  public ServerInfo(String version, String arrowVersion, boolean readOnly) {
    addServer(version, arrowVersion, readOnly);
    addNames();
    addQueries();
    addWhatIsNotSupported();
    for (SqlInfo limit : LIMITS) {
      values.put(limit, number(NO_LIMIT));
    }
  }

  /** Those of the ids, all when there are none; ids without an answer are left out. */
  public ReaderSource rows(List<Integer> ids) {
    List<SqlInfo> asked =
        ids.isEmpty()
            ? List.copyOf(values.keySet())
            : ids.stream().map(SqlInfo::forNumber).filter(Objects::nonNull).toList();
    List<List<Object>> rows = new ArrayList<>();
    for (SqlInfo info : asked) {
      InfoValue value = values.getOrDefault(info, NEWER.get(info));
      if (value != null) {
        rows.add(List.of(info.getNumber(), value));
      }
    }
    return memory -> new RowsReader(memory, Schemas.GET_SQL_INFO_SCHEMA, rows.iterator());
  }

  private void addServer(String version, String arrowVersion, boolean readOnly) {
    values.put(FLIGHT_SQL_SERVER_NAME, text("Azof"));
    values.put(FLIGHT_SQL_SERVER_VERSION, text(version));
    values.put(FLIGHT_SQL_SERVER_ARROW_VERSION, text(arrowVersion));
    values.put(FLIGHT_SQL_SERVER_READ_ONLY, flag(readOnly));
    values.put(FLIGHT_SQL_SERVER_SQL, flag(true));
    values.put(FLIGHT_SQL_SERVER_SUBSTRAIT, flag(false));
    values.put(FLIGHT_SQL_SERVER_TRANSACTION, bits(NONE));
    values.put(FLIGHT_SQL_SERVER_CANCEL, flag(false));
    values.put(FLIGHT_SQL_SERVER_STATEMENT_TIMEOUT, bits(NONE));
    values.put(FLIGHT_SQL_SERVER_TRANSACTION_TIMEOUT, bits(NONE));
  }

  private void addNames() {
    values.put(SQL_IDENTIFIER_CASE, number(CASE_INSENSITIVE));
    values.put(SQL_QUOTED_IDENTIFIER_CASE, number(CASE_INSENSITIVE));
    values.put(SQL_IDENTIFIER_QUOTE_CHAR, text("\""));
    values.put(SQL_SEARCH_STRING_ESCAPE, text("\\"));
    values.put(SQL_EXTRA_NAME_CHARACTERS, text(""));
    values.put(SQL_CATALOG_TERM, text("catalog"));
    values.put(SQL_SCHEMA_TERM, text("schema"));
    values.put(SQL_PROCEDURE_TERM, text("procedure"));
    values.put(SQL_CATALOG_AT_START, flag(true));
    values.put(SQL_ALL_TABLES_ARE_SELECTABLE, flag(true));
    values.put(SQL_KEYWORDS, names(SqlWords.KEYWORDS));
    values.put(SQL_NUMERIC_FUNCTIONS, names(SqlWords.NUMERIC_FUNCTIONS));
    values.put(SQL_STRING_FUNCTIONS, names(SqlWords.STRING_FUNCTIONS));
    values.put(SQL_SYSTEM_FUNCTIONS, names(SqlWords.SYSTEM_FUNCTIONS));
    values.put(SQL_DATETIME_FUNCTIONS, names(SqlWords.DATETIME_FUNCTIONS));
  }

  private void addQueries() {
    values.put(SQL_DDL_TABLE, flag(true));
    values.put(SQL_NULL_ORDERING, number(NULLS_SORTED_HIGH));
    values.put(SQL_SUPPORTS_COLUMN_ALIASING, flag(true));
    values.put(SQL_NULL_PLUS_NULL_IS_NULL, flag(true));
    values.put(SQL_SUPPORTS_CONVERT, conversions(Map.of()));
    values.put(SQL_SUPPORTS_TABLE_CORRELATION_NAMES, flag(true));
    values.put(SQL_SUPPORTS_DIFFERENT_TABLE_CORRELATION_NAMES, flag(false));
    values.put(SQL_SUPPORTS_EXPRESSIONS_IN_ORDER_BY, flag(true));
    values.put(SQL_SUPPORTS_ORDER_BY_UNRELATED, flag(true));
    values.put(SQL_SUPPORTED_GROUP_BY, bits(0b11)); // unrelated, beyond select
    values.put(SQL_SUPPORTS_LIKE_ESCAPE_CLAUSE, flag(true));
    values.put(SQL_SUPPORTS_NON_NULLABLE_COLUMNS, flag(true));
    values.put(SQL_SUPPORTED_GRAMMAR, bits(0b11)); // minimum, core
    values.put(SQL_ANSI92_SUPPORTED_LEVEL, bits(0b1)); // entry
    values.put(SQL_OUTER_JOINS_SUPPORT_LEVEL, bits(0b110)); // limited, full
    values.put(SQL_SUPPORTED_SUBQUERIES, bits(0b1111)); // in comparisons, exists, ins, quantifieds
    values.put(SQL_CORRELATED_SUBQUERIES_SUPPORTED, flag(true));
    values.put(SQL_SUPPORTED_UNIONS, bits(0b11)); // union, union all
    values.put(SQL_SUPPORTED_RESULT_SET_TYPES, bits(0b10)); // forward only
    values.put(SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_UNSPECIFIED, bits(NONE));
    values.put(SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_FORWARD_ONLY, bits(0b10)); // read only
    values.put(SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_SCROLL_SENSITIVE, bits(NONE));
    values.put(SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_SCROLL_INSENSITIVE, bits(NONE));
  }

  private void addWhatIsNotSupported() {
    values.put(SQL_DDL_CATALOG, flag(false));
    values.put(SQL_DDL_SCHEMA, flag(false));
    values.put(SQL_SUPPORTS_INTEGRITY_ENHANCEMENT_FACILITY, flag(false));
    values.put(SQL_SCHEMAS_SUPPORTED_ACTIONS, bits(NONE));
    values.put(SQL_CATALOGS_SUPPORTED_ACTIONS, bits(NONE));
    values.put(SQL_SUPPORTED_POSITIONED_COMMANDS, bits(NONE));
    values.put(SQL_SELECT_FOR_UPDATE_SUPPORTED, flag(false));
    values.put(SQL_STORED_PROCEDURES_SUPPORTED, flag(false));
    values.put(SQL_MAX_ROW_SIZE_INCLUDES_BLOBS, flag(true));
    values.put(SQL_TRANSACTIONS_SUPPORTED, flag(false));
    values.put(SQL_DEFAULT_TRANSACTION_ISOLATION, number(NONE));
    values.put(SQL_SUPPORTED_TRANSACTIONS_ISOLATION_LEVELS, bits(0b1)); // none
    values.put(SQL_DATA_DEFINITION_CAUSES_TRANSACTION_COMMIT, flag(false));
    values.put(SQL_DATA_DEFINITIONS_IN_TRANSACTIONS_IGNORED, flag(false));
    values.put(SQL_BATCH_UPDATES_SUPPORTED, flag(true));
    values.put(SQL_SAVEPOINTS_SUPPORTED, flag(false));
    values.put(SQL_NAMED_PARAMETERS_SUPPORTED, flag(false));
    values.put(SQL_LOCATORS_UPDATE_COPY, flag(false));
    values.put(SQL_STORED_FUNCTIONS_USING_CALL_SYNTAX_SUPPORTED, flag(false));
  }

  private static final List<SqlInfo> LIMITS =
      List.of(
          SQL_MAX_BINARY_LITERAL_LENGTH,
          SQL_MAX_CHAR_LITERAL_LENGTH,
          SQL_MAX_COLUMN_NAME_LENGTH,
          SQL_MAX_COLUMNS_IN_GROUP_BY,
          SQL_MAX_COLUMNS_IN_INDEX,
          SQL_MAX_COLUMNS_IN_ORDER_BY,
          SQL_MAX_COLUMNS_IN_SELECT,
          SQL_MAX_COLUMNS_IN_TABLE,
          SQL_MAX_CONNECTIONS,
          SQL_MAX_CURSOR_NAME_LENGTH,
          SQL_MAX_INDEX_LENGTH,
          SQL_DB_SCHEMA_NAME_LENGTH,
          SQL_MAX_PROCEDURE_NAME_LENGTH,
          SQL_MAX_CATALOG_NAME_LENGTH,
          SQL_MAX_ROW_SIZE,
          SQL_MAX_STATEMENT_LENGTH,
          SQL_MAX_STATEMENTS,
          SQL_MAX_TABLE_NAME_LENGTH,
          SQL_MAX_TABLES_IN_SELECT,
          SQL_MAX_USERNAME_LENGTH);
}
