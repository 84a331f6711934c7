package io.azof.cli;

import io.azof.cli.query.ArrowRows;
import io.azof.cli.query.JdbcAnswer;
import io.azof.cli.query.ServerConnection;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.Configuration;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedQuery;
import io.azof.sql.PreparedUpdate;
import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code azof sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Run one SQL statement, here or on a server.")
final class SqlCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();
  @Mixin private final FormatOption format = new FormatOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Ask a server instead of reading a lakehouse:"
              + " jdbc:arrow-flight-sql://127.0.0.1:32010/?useEncryption=false")
  private Optional<String> url = Optional.empty();

  @Parameters(paramLabel = "SQL", description = "The statement, as docs/SQL.md describes it.")
  private String sql = "";

  SqlCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (url.isPresent()) {
      askServer(url.get());
    } else {
      askHere(options.configuration(shell));
    }
    return ExitCode.OK;
  }

  private void askServer(String server) throws IOException, SQLException {
    try (Connection connection = ServerConnection.open(server);
        JdbcAnswer answer = JdbcAnswer.open(connection, sql)) {
      if (answer.rows().isPresent()) {
        format.format().write(answer.rows().get(), shell.out());
      } else {
        printCount(answer.count());
      }
    }
  }

  private void askHere(Configuration configuration) throws IOException {
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openLakehouse(configuration);
        QueryEngine engine = LakehouseOptions.openEngine(configuration, lakehouse, allocator)) {
      PlannedStatement statement = engine.prepare(sql);
      if (statement instanceof PreparedQuery query) {
        try (ArrowRows rows = ArrowRows.open(query.openReader(allocator, List.of()))) {
          format.format().write(rows, shell.out());
        }
      } else if (statement instanceof PreparedUpdate update) {
        printCount(update.execute(allocator, List.of()));
      } else {
        throw new AzofException(
            ErrorCode.UNSUPPORTED,
            "SET is for a connection to a server: this command runs one statement and ends");
      }
    }
  }

  private void printCount(long rows) throws IOException {
    shell.out().write((rows == 1 ? "1 row" : rows + " rows") + "\n");
    shell.out().flush();
  }
}
