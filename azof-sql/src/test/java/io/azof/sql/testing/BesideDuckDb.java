package io.azof.sql.testing;

import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Tables of a lakehouse, and a DuckDB of its own that reads the same files. */
public final class BesideDuckDb implements AutoCloseable {
  private final Lakehouse lakehouse;
  private final QueryEngine engine;
  private final BufferAllocator allocator;
  private final Connection plain;

  private BesideDuckDb(Path folder, Lakehouse lakehouse, BufferAllocator allocator)
      throws SQLException {
    this.lakehouse = lakehouse;
    this.allocator = allocator;
    this.engine = QueryEngine.open(lakehouse, allocator);
    this.plain = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = plain.createStatement()) {
      statement.execute("SET integer_division = true");
      for (String name : lakehouse.tableNames()) {
        statement.execute("CREATE VIEW " + name + " AS FROM " + files(folder, name));
      }
    }
  }

  /**
   * Opens both; the receiver closes them.
   *
   * @param tables writes them
   */
  public static BesideDuckDb open(
      Path folder, BufferAllocator allocator, Consumer<Lakehouse> tables) throws SQLException {
    Lakehouse lakehouse = Lakehouse.openOrCreate(folder.toString());
    tables.accept(lakehouse);
    return new BesideDuckDb(folder, lakehouse, allocator);
  }

  private String files(Path folder, String name) {
    return lakehouse
        .table(name)
        .snapshot()
        .files()
        .map(file -> "'" + folder.resolve(name).resolve(file.name()) + "'")
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  /** What Azof answers. */
  public ResultRows rows(String sql) throws Exception {
    return rows(sql, List.of());
  }

  /**
   * What Azof answers.
   *
   * @param parameters one value per {@code ?}
   */
  public ResultRows rows(String sql, List<@Nullable Object> parameters) throws Exception {
    try (ArrowReader reader = engine.prepareQuery(sql).openReader(allocator, parameters)) {
      return ResultRows.of(reader);
    }
  }

  /** What DuckDB answers. */
  public ResultRows plainRows(String sql) throws SQLException {
    try (Statement statement = plain.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return ResultRows.of(result);
    }
  }

  /** Has DuckDB alone do something. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = plain.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    engine.close();
    lakehouse.close();
  }
}
