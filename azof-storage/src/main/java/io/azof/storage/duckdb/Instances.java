package io.azof.storage.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * The sandboxed DuckDB of all queries, and one beside it for those of few rows. That one has no
 * threads: the thread that asks does the work. To hand a millisecond of work over to another thread
 * and to wait for it, which DuckDB does in a busy loop, takes longer than the work.
 *
 * @param large as many threads as the settings say
 * @param small no threads of its own; empty when the other one does all
 */
record Instances(DuckDBConnection large, Optional<Small> small) implements AutoCloseable {

  /**
   * The one for few rows.
   *
   * @param free one permit for each further query that its memory is enough for
   */
  record Small(DuckDBConnection instance, Semaphore free) {
    private Small(DuckDBConnection instance, long memoryBytes) {
      this(instance, new Semaphore((int) (memoryBytes / SmallInputs.QUERY_BYTES)));
    }
  }

  /**
   * Starts them; the receiver closes them.
   *
   * @param spillFolder which no others use
   */
  static Instances open(DuckDbSettings settings, Path spillFolder) throws SQLException {
    long smallBytes = settings.smallQueryBytes();
    DuckDBConnection large =
        openSandbox(
            settings,
            settings.memoryBytesMax() - smallBytes,
            settings.threads(),
            spillFolder.resolve("large"));
    if (smallBytes == 0) {
      return new Instances(large, Optional.empty());
    }
    try {
      DuckDBConnection small = openSandbox(settings, smallBytes, 1, spillFolder.resolve("small"));
      return new Instances(large, Optional.of(new Small(small, smallBytes)));
    } catch (SQLException e) {
      large.close();
      throw e;
    }
  }

  /** The same without the one for few rows. Not closed. */
  Instances withoutSmall() {
    return new Instances(large, Optional.empty());
  }

  @Override
  public void close() throws SQLException {
    try (large) {
      if (small.isPresent()) {
        small.get().instance().close();
      }
    }
  }

  private static DuckDBConnection openSandbox(
      DuckDbSettings settings, long memoryBytes, int threads, Path spillFolder)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    DuckDBConnection database =
        DuckDBConnection.newConnection("jdbc:duckdb:", false, null, properties);
    try (Statement statement = database.createStatement()) {
      for (String setting :
          sandbox(memoryBytes, threads, spillFolder, settings.writableDirectories())) {
        statement.execute("SET " + setting);
      }
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /** In an order that matters: each line may forbid a line that came after it. */
  private static List<String> sandbox(
      long memoryBytes, int threads, Path spillFolder, List<Path> writableDirectories) {
    return List.of(
        "memory_limit = '" + memoryBytes + "B'",
        "threads = " + threads,
        "temp_directory = " + quoted(spillFolder),
        // A result waits until this much is there: small, or the first rows come late.
        "streaming_buffer_size = '128KiB'",
        "preserve_insertion_order = true",
        // Without estimates of their rows, inputs would be joined row by row.
        "asof_loop_join_threshold = 0",
        // It takes rows for impossible that outer joins and sums of nothing have (2.0.0), and
        // inputs have no statistics anyway: docs/decisions/0013.
        "disabled_optimizers = 'statistics_propagation'",
        "integer_division = true",
        "TimeZone = 'UTC'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "allowed_directories = ["
            + writableDirectories.stream().map(Instances::quoted).collect(Collectors.joining(", "))
            + "]",
        "enable_external_access = false",
        "lock_configuration = true");
  }

  /** A path as a text of DuckDB's SQL. */
  static String quoted(Path path) {
    return "'" + path.toAbsolutePath().normalize().toString().replace("'", "''") + "'";
  }
}
