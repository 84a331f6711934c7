package io.azof.cli.load;

import io.azof.storage.ingest.ImportMapping;
import io.azof.storage.ingest.ImportOptions;
import io.azof.storage.model.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be imported, and where to.
 *
 * @param table may not exist
 * @param files in the order in which they are read
 * @param schema of a new table; empty when it is that of the files
 * @param rejects where rows go that cannot be imported; empty when there may be none
 * @param dryRun whether everything is read and checked, but no table changed
 */
public record ImportRequest(
    String table,
    List<Path> files,
    ImportMapping mapping,
    ImportOptions options,
    Optional<TableSchema> schema,
    Optional<Path> rejects,
    boolean dryRun) {

  public ImportRequest {
    files = List.copyOf(files);
  }
}
