package io.azof.server.flight.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.session.Namespace;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableExistsOption;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableNotExistOption;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to be done with the rows that it sends.
 *
 * @param table the name of the table
 * @param ifExists what becomes of a table that exists
 * @param creates whether a table that does not exist is made
 * @param keyColumn the column that tells rows apart
 * @param eventTimeColumn the column that says from when on a row holds
 */
public record IngestRequest(
    String table, IfExists ifExists, boolean creates, String keyColumn, String eventTimeColumn) {

  /** What becomes of a table that exists. */
  public enum IfExists {
    FAIL,
    APPEND,
    REPLACE
  }

  /** The option, and with a prefix the header, that names the column of keys. */
  static final String KEY_OPTION = "key";

  /** The option, and with a prefix the header, that names the column of event times. */
  static final String EVENT_TIME_OPTION = "event_time";

  private static final String HEADER_PREFIX = "ingest-";

  /**
   * Reads a command.
   *
   * @param header gives the header of a name, or null: clients that cannot send options can send
   *     headers
   * @throws AzofException {@code UNSUPPORTED} for a temporary table, {@code ARGUMENT_INVALID} for
   *     another catalog or schema than there is
   */
  public static IngestRequest of(
      CommandStatementIngest command, Function<String, @Nullable String> header) {
    String table = command.getTable();
    if (table.isBlank()) {
      throw invalid("The rows are for no table; name one");
    }
    if (command.getTemporary()) {
      throw new AzofException(
          ErrorCode.UNSUPPORTED,
          "Table \"" + table + "\" cannot be temporary: Azof has no temporary tables");
    }
    requireOnly("catalog", command.hasCatalog() ? command.getCatalog() : "", Namespace.CATALOG);
    requireOnly("schema", command.hasSchema() ? command.getSchema() : "", Namespace.SCHEMA);
    TableDefinitionOptions definition = command.getTableDefinitionOptions();
    return new IngestRequest(
        table,
        ifExists(definition.getIfExists()),
        definition.getIfNotExist() == TableNotExistOption.TABLE_NOT_EXIST_OPTION_CREATE,
        column(command, header, KEY_OPTION),
        column(command, header, EVENT_TIME_OPTION));
  }

  private static IfExists ifExists(TableExistsOption option) {
    return switch (option) {
      case TABLE_EXISTS_OPTION_APPEND -> IfExists.APPEND;
      case TABLE_EXISTS_OPTION_REPLACE -> IfExists.REPLACE;
      case TABLE_EXISTS_OPTION_FAIL, TABLE_EXISTS_OPTION_UNSPECIFIED, UNRECOGNIZED -> IfExists.FAIL;
    };
  }

  private static void requireOnly(String what, String asked, String only) {
    if (!asked.isEmpty() && !asked.equalsIgnoreCase(only)) {
      throw invalid("There is no " + what + " \"" + asked + "\"; tables are in \"" + only + "\"");
    }
  }

  private static String column(
      CommandStatementIngest command, Function<String, @Nullable String> header, String option) {
    String headerName = HEADER_PREFIX + option.replace('_', '-').toLowerCase(Locale.ROOT);
    return Optional.ofNullable(command.getOptionsMap().get(option))
        .or(() -> Optional.ofNullable(header.apply(headerName)))
        .filter(name -> !name.isBlank())
        .orElse(option);
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}
