package io.azof.cli.load;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.Table;
import io.azof.storage.ingest.ImportOptions;
import io.azof.storage.ingest.ImportProgress;
import io.azof.storage.ingest.ImportReader;
import io.azof.storage.ingest.ImportSource;
import io.azof.storage.ingest.RejectFile;
import io.azof.storage.ingest.Rejects;
import io.azof.storage.write.CommitSummary;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Carries an import out: one commit with all rows, or none. A table that does not exist comes about
 * with that commit.
 */
public final class TableImport {
  private final Lakehouse lakehouse;
  private final BufferAllocator allocator;
  private final InstantSource clock;

  /** What shows how far an import is while it runs. */
  @FunctionalInterface
  public interface Display {
    /** Shows nothing. */
    Display NONE = progress -> () -> {};

    /**
     * Begins to show; the receiver closes what ends it.
     *
     * @param progress may be asked at any time, by any thread
     */
    Shown open(Supplier<ImportProgress> progress);

    /** What is shown now. */
    interface Shown extends AutoCloseable {
      @Override
      void close();
    }
  }

  /**
   * @param lakehouse stays the caller's
   * @param clock says which event times are too far in the future
   */
  public TableImport(Lakehouse lakehouse, BufferAllocator allocator, InstantSource clock) {
    this.lakehouse = lakehouse;
    this.allocator = allocator;
    this.clock = clock;
  }

  /**
   * Imports.
   *
   * @throws AzofException what the files, the table or the store are at fault with; then nothing is
   *     committed, but for {@code COMMIT_UNKNOWN}
   * @throws IOException when the rows could not be read
   */
  public ImportResult run(ImportRequest request, Display display) throws IOException {
    long startNanos = System.nanoTime();
    Optional<Table> table = existing(request.table());
    if (table.isPresent() && request.schema().isPresent()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Table \"" + request.table() + "\" exists and has its columns; give none");
    }
    Map<String, String> properties =
        table.map(known -> known.snapshot().properties()).orElse(Map.of());
    ImportOptions options =
        request
            .options()
            .withRejectsMax(request.rejects().isPresent() ? Long.MAX_VALUE : 0)
            .withEventTimeMillisMax(
                Math.min(
                    request.options().eventTimeMillisMax(),
                    TableWriter.eventTimeMillisMax(properties, clock)));
    ImportSource source =
        ImportSource.of(
            request.files(),
            request.mapping(),
            options,
            table.map(Table::schema).or(request::schema),
            allocator);
    try (@Nullable RejectFile file = openRejectFile(request);
        ImportReader reader =
            source.openReader(allocator, file == null ? Rejects.COUNTED_ONLY : file)) {
      Display.Shown shown = display.open(reader::progress);
      Optional<CommitSummary> commit;
      try {
        commit =
            request.dryRun()
                ? readOnly(reader)
                : Optional.of(commit(request, table, source, reader));
      } finally {
        shown.close();
      }
      return new ImportResult(
          request.table(),
          commit,
          reader.progress(),
          Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }

  private Optional<Table> existing(String name) {
    try {
      return Optional.of(lakehouse.table(name));
    } catch (AzofException e) {
      if (e.code() == ErrorCode.TABLE_NOT_FOUND || e.code() == ErrorCode.LAKEHOUSE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static @Nullable RejectFile openRejectFile(ImportRequest request) {
    return request.rejects().isEmpty()
        ? null
        : RejectFile.open(request.rejects().get(), request.files());
  }

  private static Optional<CommitSummary> readOnly(ImportReader reader) throws IOException {
    while (reader.loadNextBatch()) {
      // its progress is all that is asked for
    }
    return Optional.empty();
  }

  private CommitSummary commit(
      ImportRequest request, Optional<Table> table, ImportSource source, ImportReader reader) {
    try (TableWriter writer =
        table.isPresent()
            ? lakehouse.openWriter(request.table(), allocator)
            : lakehouse.openWriterForNewTable(
                request.table(), source.schema(), Map.of(), allocator)) {
      writer.write(reader);
      return writer.commit();
    }
  }
}
