package io.azof.cli;

import io.azof.cli.load.ImportBar;
import io.azof.cli.load.ImportRequest;
import io.azof.cli.load.ImportResult;
import io.azof.cli.load.TableImport;
import io.azof.server.config.Configuration;
import io.azof.storage.Lakehouse;
import io.azof.storage.ingest.DeleteCondition;
import io.azof.storage.ingest.EpochUnit;
import io.azof.storage.ingest.ImportMapping;
import io.azof.storage.ingest.ImportOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code azof import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Import CSV or Parquet files into a table, in one commit: all rows or none.",
      "The table, and the lakehouse, are made when they do not exist."
    })
final class ImportCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final LakehouseOptions options = new LakehouseOptions();

  @Option(names = "--table", required = true, paramLabel = "T", description = "The table.")
  private String table = "";

  @Option(
      names = "--key",
      required = true,
      split = ",",
      paramLabel = "COL",
      description = "The column that tells rows apart; several are joined into one key.")
  private List<String> key = List.of();

  @Option(
      names = "--event-time",
      required = true,
      paramLabel = "COL",
      description = "The column that says from when on a row holds.")
  private String eventTime = "";

  @Option(
      names = "--delete-when",
      paramLabel = "COL=VALUE",
      description = "Which rows say that their key is gone.")
  private Optional<String> deleteWhen = Optional.empty();

  @Option(
      names = "--schema",
      paramLabel = "NAME:TYPE,…",
      description =
          "The columns of a new table but for key, event time and deletes, such as"
              + " city:String,price:Decimal(10,2). Without it: those of the Parquet files, or"
              + " guessed from the first rows of CSV.")
  private Optional<String> schema = Optional.empty();

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "Import what can be, and write the other rows to this CSV file, with the reason."
              + " Without it: one such row refuses the import.")
  private Optional<Path> rejects = Optional.empty();

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "What parts the fields of CSV. Default: a comma.")
  private Optional<Character> delimiter = Optional.empty();

  @Option(
      names = "--epoch-unit",
      paramLabel = "UNIT",
      description = "What event times count that are integers: ${COMPLETION-CANDIDATES}.")
  private Optional<EpochUnit> epochUnit = Optional.empty();

  @Option(names = "--dry-run", description = "Read and check everything, but change no table.")
  private boolean dryRun;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "All CSV, or all Parquet.")
  private List<Path> files = List.of();

  ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = options.configuration(shell);
    ImportRequest request = request();
    try (BufferAllocator allocator = LakehouseOptions.openRootAllocator(configuration);
        Lakehouse lakehouse = LakehouseOptions.openOrCreateLakehouse(configuration)) {
      ImportResult result =
          new TableImport(lakehouse, allocator, Clock.systemUTC()).run(request, display());
      shell.out().write(result.text() + "\n");
      shell.out().flush();
    }
    return ExitCode.OK;
  }

  private ImportRequest request() {
    ImportOptions how = ImportOptions.DEFAULTS;
    if (delimiter.isPresent()) {
      how = how.withDelimiter(delimiter.get());
    }
    if (epochUnit.isPresent()) {
      how = how.withEpochUnit(epochUnit.get());
    }
    return new ImportRequest(
        table,
        files.stream().map(shell.directory()::resolve).toList(),
        new ImportMapping(key, eventTime, deleteWhen.map(DeleteCondition::parse)),
        how,
        schema.map(SchemaText::parse),
        rejects.map(shell.directory()::resolve),
        dryRun);
  }

  private TableImport.Display display() {
    return shell.isTerminal()
        ? progress -> ImportBar.open(progress, shell.err())
        : TableImport.Display.NONE;
  }
}
