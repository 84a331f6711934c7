package io.azof.sql.testing;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ParquetFileWriter;
import io.azof.storage.parquet.RowOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Writes the lakehouse that the SQL tests ask: {@code quotes}, {@code accounts}, {@code trades},
 * {@code "Mixed"}, {@code ledger}.
 */
public final class SampleTables {
  private static final TableSchema QUOTES =
      new TableSchema(
          List.of(
              new Column("name", ColumnType.STRING, true),
              new Column("price", ColumnType.INT, true),
              new Column("listed", ColumnType.BOOLEAN, true),
              new Column("listed_at", ColumnType.DATE_TIME, true)));

  private static final TableSchema ACCOUNTS =
      new TableSchema(
          List.of(
              new Column("owner", ColumnType.STRING, true),
              new Column("symbol", ColumnType.STRING, true),
              new Column("shares", ColumnType.INT, true)));

  private static final TableSchema MIXED =
      new TableSchema(
          List.of(
              new Column("Amount", ColumnType.INT, true),
              new Column("year", ColumnType.INT, true)));

  private static final TableSchema TRADES =
      new TableSchema(
          List.of(
              new Column("amount", ColumnType.decimal(18, 4), true),
              new Column("total", ColumnType.decimal(38, 10), true),
              new Column("ratio", ColumnType.DOUBLE, true),
              new Column("paid_on", ColumnType.DATE, true),
              new Column("seal", ColumnType.BINARY, true)));

  private final BufferAllocator allocator;
  private final Path lakehouse;

  private SampleTables(BufferAllocator allocator, Path lakehouse) {
    this.allocator = allocator;
    this.lakehouse = lakehouse;
  }

  /** Writes the tables into an empty folder. */
  public static void write(BufferAllocator allocator, Path lakehouse) throws IOException {
    SampleTables tables = new SampleTables(allocator, lakehouse);
    tables.quotes();
    tables.accounts();
    tables.trades();
    tables.mixed();
    LedgerTable.write(allocator, lakehouse);
  }

  /** Prices of 2020 in one segment with two deltas, and since 2021 in another with one. */
  private void quotes() throws IOException {
    table(
        "quotes",
        QUOTES,
        """
        {"id": "y2021", "start": "2021-01-01T00:00:00.000Z", "file": "base2021.parquet",
         "delta": [{"file": "june2021.parquet", "start": "2021-06-01T00:00:00.000Z",
                    "end": "2021-06-15T00:00:00.000Z"}]},
        {"id": "y2020", "start": "2020-01-01T00:00:00.000Z", "end": "2020-12-31T23:59:59.999Z",
         "file": "base2020.parquet",
         "delta": [{"file": "march2020.parquet", "start": "2020-03-01T12:00:00.500Z",
                    "end": "2020-03-05T00:00:00.000Z"},
                   {"file": "feb2020.parquet", "start": "2020-02-10T00:00:00.000Z",
                    "end": "2020-02-15T00:00:00.000Z"}]}
        """);
    file(
        "quotes",
        QUOTES,
        "base2020.parquet",
        "ACME | 2020-01-01T00:00:00Z | Acme Corp | 100 | true  | 1999-12-31T23:59:59.999Z",
        "BETA | 2020-01-01T00:00:00Z | Beta Inc  | 200 | true  | 2005-05-05T00:00:00Z",
        "CORE | 2020-01-01T00:00:00Z | Çöre AG   |     | false |");
    file(
        "quotes",
        QUOTES,
        "feb2020.parquet",
        "ACME | 2020-02-10T00:00:00Z | Acme Corp | 110 | true  | 1999-12-31T23:59:59.999Z",
        "DELT | 2020-02-15T00:00:00Z | Delta     | 50  | true  | 2020-02-15T00:00:00Z");
    file(
        "quotes",
        QUOTES,
        "march2020.parquet",
        "ACME | 2020-03-05T00:00:00Z | Acme Corp | 120 | true  | 1999-12-31T23:59:59.999Z",
        "BETA | 2020-03-01T12:00:00.500Z | Beta Inc | 190 | true | 2005-05-05T00:00:00Z");
    file(
        "quotes",
        QUOTES,
        "base2021.parquet",
        "ACME | 2020-03-05T00:00:00Z | Acme Corp | 120 | true  | 1999-12-31T23:59:59.999Z",
        "BETA | 2020-03-01T12:00:00.500Z | Beta Inc | 190 | true | 2005-05-05T00:00:00Z",
        "CORE | 2020-01-01T00:00:00Z | Çöre AG   |     | false |",
        "DELT | 2020-02-15T00:00:00Z | Delta     | 50  | true  | 2020-02-15T00:00:00Z");
    file(
        "quotes",
        QUOTES,
        "june2021.parquet",
        "ACME | 2021-06-01T00:00:00Z | Acme Corp | 150 | true  | 1999-12-31T23:59:59.999Z",
        "CORE | 2021-06-15T00:00:00Z | Çöre AG   | 75  | true  | 2021-06-15T00:00:00Z");
  }

  /** Who holds what, in one open segment with one delta. */
  private void accounts() throws IOException {
    table(
        "accounts",
        ACCOUNTS,
        """
        {"id": "all", "start": "2020-01-01T00:00:00.000Z", "file": "base.parquet",
         "delta": [{"file": "later.parquet", "start": "2020-06-01T00:00:00.000Z",
                    "end": "2021-03-01T00:00:00.000Z"}]}
        """);
    file(
        "accounts",
        ACCOUNTS,
        "base.parquet",
        "a1 | 2020-01-01T00:00:00Z | Ann | ACME | 10",
        "a2 | 2020-01-01T00:00:00Z | Ann | BETA | 5",
        "b1 | 2020-01-01T00:00:00Z | Bob | ACME | 1");
    file(
        "accounts",
        ACCOUNTS,
        "later.parquet",
        "a1 | 2020-06-01T00:00:00Z | Ann | ACME | 20",
        "c1 | 2021-03-01T00:00:00Z | Cem | DELT | 7");
  }

  /** A column of each type that is not in {@code quotes}, in one open segment with one delta. */
  private void trades() throws IOException {
    table(
        "trades",
        TRADES,
        """
        {"id": "all", "start": "2020-01-01T00:00:00.000Z", "file": "base.parquet",
         "delta": [{"file": "later.parquet", "start": "2020-06-01T00:00:00.000Z",
                    "end": "2020-07-01T00:00:00.000Z"}]}
        """);
    file(
        "trades",
        TRADES,
        "base.parquet",
        "t1 | 2020-01-01T00:00:00Z | 12.5 | 9999999999999999999999999999.9999999999 | 0.1"
            + " | 2020-01-31 | 00ff",
        "t2 | 2020-01-01T00:00:00Z | -99999999999999.9999 | -0.0000000001 | -Infinity"
            + " | 1500-01-01 | 5c78",
        "t3 | 2020-01-01T00:00:00Z | | | | |",
        "t4 | 2020-01-01T00:00:00Z | 0.0001 | 1 | 1e300 | 9999-12-31 | 00");
    file(
        "trades",
        TRADES,
        "later.parquet",
        "t1 | 2020-06-01T00:00:00Z | 12.75 | 7 | 3 | 1969-12-31 | 01fe",
        "t5 | 2020-07-01T00:00:00Z | 2 | 0 | NaN | 0001-01-01 | 02");
  }

  /** Names with capital letters, and one that is a keyword. */
  private void mixed() throws IOException {
    table(
        "Mixed",
        MIXED,
        """
        {"id": "all", "start": "2020-01-01T00:00:00.000Z", "file": "base.parquet"}
        """);
    file("Mixed", MIXED, "base.parquet", "k | 2020-01-01T00:00:00Z | 1 | 2020");
  }

  private void table(String name, TableSchema schema, String segments) throws IOException {
    Path folder = Files.createDirectories(lakehouse.resolve(name));
    List<String> columns =
        schema.columns().stream()
            .map(
                column ->
                    "{\"name\": \"%s\", \"data_type\": \"%s\", \"nullable\": %s}"
                        .formatted(column.name(), column.type().formatName(), column.nullable()))
            .toList();
    Files.writeString(
        folder.resolve("s1.json"),
        "{\"schema\": {\"columns\": " + columns + "}, \"segments\": [" + segments + "]}");
    Files.writeString(folder.resolve("version.txt"), "1");
  }

  private void file(String table, TableSchema schema, String name, String... rows) {
    Path folder = lakehouse.resolve(table);
    DuckDbSettings settings = new DuckDbSettings(64L << 20, 1, folder, List.of(folder));
    try (DuckDb duckDb = DuckDb.open(settings)) {
      new ParquetFileWriter(duckDb, ParquetFileWriter.ROW_GROUP_ROWS)
          .write(
              allocator,
              child -> new SampleRows(schema, List.of(rows), child),
              RowOrder.SORTED,
              folder.resolve(name),
              false);
    }
  }
}
