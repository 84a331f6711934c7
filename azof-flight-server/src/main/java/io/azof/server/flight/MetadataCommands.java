package io.azof.server.flight;

import io.azof.server.flight.metadata.ServerInfo;
import io.azof.server.flight.metadata.TableMetadata;
import io.azof.server.flight.metadata.TypeInfo;
import io.azof.server.flight.stream.ReaderSource;
import io.azof.server.flight.stream.ResultStreams;
import io.azof.server.flight.stream.TimestampStyle;
import io.azof.server.statement.StatementRun;
import io.azof.server.statement.Turns;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.vector.types.pojo.Schema;

/** Questions about the server and its tables, answered on threads that no statement holds up. */
public final class MetadataCommands {
  private final TableMetadata tables;
  private final ServerInfo server;
  private final ResultStreams streams;
  private final Turns turns;

  /**
   * @param turns in which the answers are looked up
   */
  public MetadataCommands(
      TableMetadata tables, ServerInfo server, ResultStreams streams, Turns turns) {
    this.tables = tables;
    this.server = server;
    this.streams = streams;
    this.turns = turns;
  }

  void stream(CommandGetSqlInfo command, ServerStreamListener listener) {
    send(Schemas.GET_SQL_INFO_SCHEMA, server.rows(command.getInfoList()), listener);
  }

  void stream(CommandGetXdbcTypeInfo command, ServerStreamListener listener) {
    send(
        Schemas.GET_TYPE_INFO_SCHEMA,
        TypeInfo.rows(command.hasDataType() ? command.getDataType() : null),
        listener);
  }

  void streamCatalogs(ServerStreamListener listener) {
    send(Schemas.GET_CATALOGS_SCHEMA, tables.catalogs(), listener);
  }

  void stream(CommandGetDbSchemas command, ServerStreamListener listener) {
    send(
        Schemas.GET_SCHEMAS_SCHEMA,
        tables.schemas(
            command.hasCatalog() ? command.getCatalog() : null,
            command.hasDbSchemaFilterPattern() ? command.getDbSchemaFilterPattern() : null),
        listener);
  }

  void stream(CommandGetTables command, TimestampStyle style, ServerStreamListener listener) {
    send(
        command.getIncludeSchema()
            ? Schemas.GET_TABLES_SCHEMA
            : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA,
        tables.tables(
            command.hasCatalog() ? command.getCatalog() : null,
            command.hasDbSchemaFilterPattern() ? command.getDbSchemaFilterPattern() : null,
            command.hasTableNameFilterPattern() ? command.getTableNameFilterPattern() : null,
            command.getTableTypesList(),
            command.getIncludeSchema() ? style : null),
        listener);
  }

  void streamTableTypes(ServerStreamListener listener) {
    send(Schemas.GET_TABLE_TYPES_SCHEMA, tables.tableTypes(), listener);
  }

  void stream(CommandGetPrimaryKeys command, ServerStreamListener listener) {
    send(
        Schemas.GET_PRIMARY_KEYS_SCHEMA,
        tables.primaryKeys(
            command.hasCatalog() ? command.getCatalog() : null,
            command.hasDbSchema() ? command.getDbSchema() : null,
            command.getTable()),
        listener);
  }

  void streamForeignKeys(ServerStreamListener listener) {
    send(Schemas.GET_IMPORTED_KEYS_SCHEMA, tables.foreignKeys(), listener);
  }

  private void send(Schema schema, ReaderSource rows, ServerStreamListener listener) {
    streams.send(
        turns, schema, TimestampStyle.UTC, List.of(rows), listener, StatementRun.unlisted());
  }
}
