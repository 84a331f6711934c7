package io.azof.server.flight.metadata;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.stream.ReaderSource;
import io.azof.server.flight.stream.TimestampStyle;
import io.azof.server.session.Namespace;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the questions about catalogs, schemas, tables and keys. A catalog is asked for by
 * its exact name, where {@code %} stands for any and the empty name for tables outside of catalogs;
 * schemas and tables by a LIKE pattern, in which null stands for any.
 */
public final class TableMetadata {
  /** The one type of table, as the tools that look for it spell it. */
  private static final String TABLE = "TABLE";

  private final Lakehouse lakehouse;

  public TableMetadata(Lakehouse lakehouse) {
    this.lakehouse = lakehouse;
  }

  /** The one catalog. */
  public ReaderSource catalogs() {
    return rows(Schemas.GET_CATALOGS_SCHEMA, Stream.of(List.of(Namespace.CATALOG)));
  }

  /** The one schema, if it is asked for. */
  public ReaderSource schemas(@Nullable String catalog, @Nullable String schemaPattern) {
    return rows(
        Schemas.GET_SCHEMAS_SCHEMA,
        isAskedFor(catalog, schemaPattern)
            ? Stream.of(List.of(Namespace.CATALOG, Namespace.SCHEMA))
            : Stream.empty());
  }

  /** The types of tables. */
  public ReaderSource tableTypes() {
    return rows(Schemas.GET_TABLE_TYPES_SCHEMA, Stream.of(List.of(TABLE)));
  }

  /**
   * The tables, in order of their names. Lists the lakehouse; reads a table's snapshot only for its
   * schema, and only when the name fits.
   *
   * @param types the types that are asked for; none gives all
   * @param schemaStyle how the tables' schemas tell moments; null when no schemas are asked for
   */
  public ReaderSource tables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      List<String> types,
      @Nullable TimestampStyle schemaStyle) {
    boolean asked =
        isAskedFor(catalog, schemaPattern) && (types.isEmpty() || types.contains(TABLE));
    NamePattern pattern = NamePattern.of(tablePattern);
    return memory -> {
      Stream<String> names =
          asked ? lakehouse.tableNames().stream().filter(pattern::matches) : Stream.empty();
      return schemaStyle != null
          ? new RowsReader(
              memory,
              Schemas.GET_TABLES_SCHEMA,
              names
                  .map(name -> rowWithSchema(name, schemaStyle))
                  .flatMap(Optional::stream)
                  .iterator())
          : new RowsReader(
              memory, Schemas.GET_TABLES_SCHEMA_NO_SCHEMA, names.map(this::row).iterator());
    };
  }

  private List<?> row(String table) {
    return List.of(Namespace.CATALOG, Namespace.SCHEMA, table, TABLE);
  }

  private Optional<List<?>> rowWithSchema(String table, TimestampStyle style) {
    return schema(table)
        .map(
            schema ->
                List.of(
                    Namespace.CATALOG,
                    Namespace.SCHEMA,
                    table,
                    TABLE,
                    ColumnMetadata.describe(table, style.of(schema)).serializeAsMessage()));
  }

  /** Empty when the table was dropped in the meantime. */
  private Optional<Schema> schema(String table) {
    try {
      return Optional.of(lakehouse.table(table).scan().arrowSchema());
    } catch (AzofException e) {
      if (e.code() == ErrorCode.TABLE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The key column of a table, named exactly. */
  public ReaderSource primaryKeys(@Nullable String catalog, @Nullable String schema, String table) {
    boolean asked = isCatalog(catalog) && (schema == null || schema.equals(Namespace.SCHEMA));
    return memory ->
        new RowsReader(
            memory,
            Schemas.GET_PRIMARY_KEYS_SCHEMA,
            asked && lakehouse.tableNames().contains(table)
                ? List.of(
                        Arrays.asList(
                            Namespace.CATALOG, Namespace.SCHEMA, table, TableSchema.KEY, 1, null))
                    .iterator()
                : Stream.<List<?>>empty().iterator());
  }

  /** Foreign keys: there are none. */
  public ReaderSource foreignKeys() {
    return rows(Schemas.GET_IMPORTED_KEYS_SCHEMA, Stream.empty());
  }

  private static boolean isAskedFor(@Nullable String catalog, @Nullable String schemaPattern) {
    return isCatalog(catalog) && NamePattern.of(schemaPattern).matches(Namespace.SCHEMA);
  }

  private static boolean isCatalog(@Nullable String catalog) {
    return catalog == null || catalog.equals("%") || catalog.equals(Namespace.CATALOG);
  }

  private static ReaderSource rows(Schema schema, Stream<List<String>> rows) {
    List<List<String>> all = rows.toList();
    return memory -> new RowsReader(memory, schema, all.iterator());
  }
}
