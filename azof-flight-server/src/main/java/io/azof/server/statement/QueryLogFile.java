package io.azof.server.statement;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.TableVersion;
import io.azof.storage.model.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with a line for each statement that has ended: a JSON object, without the values of
 * parameters. When somebody moves the file away, the next line begins a new one.
 */
public final class QueryLogFile implements RunObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryLogFile.class);
  private static final int TEXT_LENGTH_MAX = 10_000;

  private final Path file;
  private FileChannel channel;
  private @Nullable Object openedKey;

  private QueryLogFile(Path file) throws IOException {
    this.file = file;
    this.channel = openChannel();
  }

  /**
   * Opens the file, and makes it when it is not there; the receiver closes it.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it cannot be written
   */
  public static QueryLogFile open(Path file) {
    try {
      return new QueryLogFile(file);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The log of queries " + file + " (query-log.file) cannot be written: " + e.getMessage(),
          e);
    }
  }

  private FileChannel openChannel() throws IOException {
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    openedKey = keyNow();
    return opened;
  }

  /** What tells the file of that name from others; null where the system does not say. */
  private @Nullable Object keyNow() throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  @Override
  public void ended(EndedStatement statement) {
    try {
      byte[] line = (object(statement) + "\n").getBytes(StandardCharsets.UTF_8);
      write(ByteBuffer.wrap(line));
    } catch (IOException e) {
      LOG.warn("A statement could not be written to {}: {}", file, e.getMessage());
    }
  }

  private synchronized void write(ByteBuffer line) throws IOException {
    if (!channel.isOpen() || !Objects.equals(keyNow(), openedKey)) {
      channel.close();
      channel = openChannel();
    }
    while (line.hasRemaining()) {
      int unused = channel.write(line);
    }
  }

  private static String object(EndedStatement statement) {
    StatementFacts facts = statement.facts();
    RunProgress progress = statement.progress();
    return JsonObject.text(
        out ->
            out.put("time", facts.begin())
                .put("id", facts.id())
                .put("user", facts.origin().user())
                .put("peer", facts.origin().peer())
                .put("session", facts.origin().session())
                .put("trace_id", facts.origin().traceId())
                .put("kind", facts.kind().name().toLowerCase(Locale.ROOT))
                .put("sql", shortened(facts.sql()))
                .put("as_of", facts.asOf())
                .put("versions", versions(progress.traffic()))
                .put("rows", progress.rows())
                .put("bytes", progress.bytes())
                .put("requests", progress.traffic().requests())
                .put("bytes_fetched", progress.traffic().bytes())
                .put("files_fetched", progress.traffic().filesFetched())
                .put("files_cached", progress.traffic().filesCached())
                .put("duration_ms", statement.duration().toMillis())
                .put("outcome", statement.outcome().name())
                .put("error", statement.failure().map(RunFailure::code))
                .put("error_id", statement.failure().flatMap(RunFailure::errorId)));
  }

  /** Of each table that was read; several where the text says which. */
  private static SortedMap<String, SortedSet<Long>> versions(Traffic traffic) {
    SortedMap<String, SortedSet<Long>> versions = new TreeMap<>();
    for (TableVersion read : traffic.versions()) {
      versions.computeIfAbsent(read.table(), table -> new TreeSet<>()).add(read.version());
    }
    return versions;
  }

  private static String shortened(String sql) {
    return sql.length() > TEXT_LENGTH_MAX ? sql.substring(0, TEXT_LENGTH_MAX) + "…" : sql;
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
