package io.azof.cli.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.TableScan;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Column;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A state as a table of version 1 of the format, which other implementations read: one open segment
 * that starts at the time of the state, whose base is the state.
 */
public final class Version1Table {
  private static final String BASE = "base.parquet";
  private static final String SEGMENT = "exported";
  private static final EventTime EARLIEST = EventTime.parse("0001-01-01");

  private Version1Table() {}

  /**
   * Writes the folder of the table.
   *
   * @param target what does not exist yet, absolute; its name is the table's
   * @return how many rows it has
   * @throws AzofException {@code UNSUPPORTED} for a column of a type that version 1 does not have,
   *     and for rows with nulls, which its readers take for 0 or empty texts; else as {@link
   *     StateFile}
   */
  public static long write(BufferAllocator parent, TableScan scan, Path target) {
    NewFile.requireFree(target);
    requireTypes(scan);
    EventTime start = start(scan);
    requireNoNulls(parent, scan);
    Path unfinished =
        target.resolveSibling("." + target.getFileName() + "-" + ProcessHandle.current().pid());
    try {
      Files.createDirectory(unfinished);
      try {
        long rows = StateFile.write(parent, scan, unfinished.resolve(BASE)).rows();
        Files.writeString(unfinished.resolve("s1.json"), snapshot(scan, start));
        Files.writeString(unfinished.resolve(ObjectNames.VERSION), "1");
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        return rows;
      } finally {
        deleteIfLeft(unfinished);
      }
    } catch (IOException e) {
      throw NewFile.failed(target, e);
    }
  }

  private static void requireTypes(TableScan scan) {
    for (Column column : scan.snapshot().schema().columns()) {
      if (!column.type().kind().isOfVersion1()) {
        throw unsupported("column \"" + column.name() + "\" is of type " + column.type());
      }
    }
  }

  /** From when on the state holds: when it was asked for, else when the last row came. */
  private static EventTime start(TableScan scan) {
    if (!scan.asOf().equals(AsOf.LATEST)) {
      return EventTime.parse(scan.asOf().toString());
    }
    Snapshot snapshot = scan.snapshot();
    Stream<EventTime> bases =
        snapshot
            .allSegments()
            .filter(segment -> segment.base() != null)
            .map(segment -> segment.range().start());
    Stream<EventTime> deltas =
        snapshot
            .allSegments()
            .map(Segment::deltas)
            .flatMap(List::stream)
            .map(delta -> Objects.requireNonNull(delta.range().end()));
    return Stream.concat(bases, deltas).max(Comparator.naturalOrder()).orElse(EARLIEST);
  }

  private static void requireNoNulls(BufferAllocator parent, TableScan scan) {
    try (ArrowReader rows = scan.openReader(parent)) {
      while (rows.loadNextBatch()) {
        for (FieldVector column : rows.getVectorSchemaRoot().getFieldVectors()) {
          if (column.getNullCount() > 0) {
            throw unsupported("column \"" + column.getName() + "\" has nulls");
          }
        }
      }
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.INTERNAL, "The state could not be read: " + e.getMessage(), e);
    }
  }

  private static AzofException unsupported(String what) {
    return new AzofException(
        ErrorCode.UNSUPPORTED,
        "Version 1 of the format cannot hold this table: "
            + what
            + "; export it as csv, parquet or arrow");
  }

  private static String snapshot(TableScan scan, EventTime start) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeObjectFieldStart("schema");
      json.writeArrayFieldStart("columns");
      for (Column column : scan.snapshot().schema().columns()) {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("data_type", column.type().formatName());
        json.writeBooleanField("nullable", column.nullable());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeArrayFieldStart("segments");
      json.writeStartObject();
      json.writeStringField("id", SEGMENT);
      json.writeStringField("start", start.toString());
      json.writeStringField("file", BASE);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return text + "\n";
  }

  private static void deleteIfLeft(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
