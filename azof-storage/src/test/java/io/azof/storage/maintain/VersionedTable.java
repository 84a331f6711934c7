package io.azof.storage.maintain;

import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.format.SnapshotJson;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Table "t" of version 2 of the format, written object by object without any of the code that
 * writes tables, so that anything in it can be made wrong. Its one value column is the integer
 * {@code n}. Version v was committed at v seconds.
 */
final class VersionedTable {
  static final String NAME = "t";

  static final TableSchema SCHEMA = new TableSchema(List.of(new Column("n", ColumnType.INT, true)));

  final ObjectStore store;
  private final TreeMap<Long, Snapshot> versions = new TreeMap<>();
  private final Map<String, DataFile> files = new TreeMap<>();
  private final Map<String, List<Row>> rows = new TreeMap<>();

  VersionedTable(ObjectStore store) {
    this.store = store;
  }

  /**
   * A row.
   *
   * @param n null in a delete
   */
  record Row(String key, long eventTimeMillis, long sequence, boolean deleted, @Nullable Long n) {
    static Row put(String key, long eventTimeMillis, long sequence, long n) {
      return new Row(key, eventTimeMillis, sequence, false, n);
    }

    static Row delete(String key, long eventTimeMillis, long sequence) {
      return new Row(key, eventTimeMillis, sequence, true, null);
    }
  }

  /** By the bytes of the key, then newest first: how data files have their rows. */
  static final Comparator<Row> ORDER =
      Comparator.comparing(
              (Row row) -> row.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
          .thenComparing(Comparator.comparingLong(Row::eventTimeMillis).reversed());

  /**
   * Writes a data file of rows in their order, unless it is there, and says what is in it. It is
   * named for the current version.
   *
   * @param kind what its name starts with
   * @param id unlike that of files with other rows
   */
  DataFile file(String kind, String id, List<Row> rows) {
    DataFile known = files.get(kind + id);
    if (known != null) {
      return known;
    }
    DataFile file = write(kind + "-b" + (nextVersion() - 1) + "-" + id + ".parquet", rows);
    files.put(kind + id, file);
    return file;
  }

  /** Writes a data file of rows in their order, and says what is in it. */
  DataFile write(String name, List<Row> unordered) {
    List<Row> inOrder = unordered.stream().sorted(ORDER).toList();
    byte[] content = parquet(inOrder);
    put(name, content);
    rows.put(name, inOrder);
    return new DataFile(name, facts(inOrder, content));
  }

  /** The rows that a file was written with, in their order. */
  List<Row> rows(String name) {
    return Objects.requireNonNull(rows.get(name));
  }

  /** What a file has to look like with these rows. */
  static byte[] parquet(List<Row> rows) {
    return parquet(rows, false);
  }

  /**
   * @param lacksSequence whether the first row's sequence is null
   */
  static byte[] parquet(List<Row> rows, boolean lacksSequence) {
    boolean withSequences = rows.stream().map(Row::sequence).distinct().count() > 1;
    boolean withDeletes = rows.stream().anyMatch(Row::deleted);
    List<FixtureColumn> columns = new ArrayList<>();
    columns.addAll(FixtureColumn.after(FixtureColumn.optional("n", Kind.INT64)));
    if (withSequences) {
      columns.add(FixtureColumn.optional(TableSchema.SEQUENCE, Kind.INT64));
    }
    if (withDeletes) {
      columns.add(FixtureColumn.optional(TableSchema.DELETED, Kind.BOOLEAN));
    }
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      List<@Nullable Object> value = new ArrayList<>();
      value.add(row.key());
      value.add(row.eventTimeMillis());
      value.add(row.n());
      if (withSequences) {
        value.add(lacksSequence && values.isEmpty() ? null : row.sequence());
      }
      if (withDeletes) {
        value.add(row.deleted());
      }
      values.add(value);
    }
    return ParquetFixture.of(columns, values).bytes();
  }

  /** The facts about a file of these rows. */
  static FileFacts facts(List<Row> rows, byte[] content) {
    List<Row> byKey = rows.stream().sorted(ORDER).toList();
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    return new FileFacts(
        rows.size(),
        content.length,
        byKey.get(0).key(),
        byKey.get(rows.size() - 1).key(),
        new EventTime(rows.stream().mapToLong(Row::eventTimeMillis).min().orElseThrow()),
        new EventTime(rows.stream().mapToLong(Row::eventTimeMillis).max().orElseThrow()),
        rows.stream().filter(Row::deleted).count(),
        rows.stream().anyMatch(row -> !row.deleted() && row.n() == null),
        rows.stream().mapToLong(Row::sequence).min().orElseThrow(),
        rows.stream().mapToLong(Row::sequence).max().orElseThrow(),
        1,
        HexFormat.of().toHexDigits((int) checksum.getValue()));
  }

  /** Commits the next version with these segments, retaining all. */
  Snapshot commit(Operation operation, List<Segment> segments) {
    return commit(nextVersion(), operation, segments, 1, null);
  }

  /** Commits a version, whose number may skip some. */
  Snapshot commit(
      long version,
      Operation operation,
      List<Segment> segments,
      long retainedFrom,
      @Nullable EventTime floor) {
    List<Ancestor> history = new ArrayList<>();
    for (Snapshot ancestor : versions.descendingMap().values()) {
      Lineage lineage = Objects.requireNonNull(ancestor.lineage());
      if (ancestor.version() >= retainedFrom && history.size() < Lineage.HISTORY_MAX) {
        history.add(new Ancestor(ancestor.version(), lineage.committedAt(), lineage.operation()));
      }
    }
    Lineage lineage =
        new Lineage(
            "table-1",
            versions.isEmpty() ? 0 : versions.lastKey(),
            "commit-" + version,
            Instant.ofEpochSecond(version),
            operation,
            Map.of(),
            retainedFrom,
            history);
    Snapshot snapshot = new Snapshot(version, SCHEMA, segments, Map.of(), floor, lineage);
    write(snapshot);
    put(ObjectNames.VERSION, Long.toString(version));
    return snapshot;
  }

  long nextVersion() {
    return versions.isEmpty() ? 1 : versions.lastKey() + 1;
  }

  Snapshot current() {
    return versions.lastEntry().getValue();
  }

  Snapshot version(long number) {
    return Objects.requireNonNull(versions.get(number));
  }

  /** The versions that were committed, oldest first. */
  List<Snapshot> versions() {
    return List.copyOf(versions.values());
  }

  /** Writes a snapshot, also in place of one. */
  void write(Snapshot snapshot) {
    versions.put(snapshot.version(), snapshot);
    put("s" + snapshot.version() + ".json", SnapshotJson.write(snapshot));
  }

  void put(String name, String content) {
    put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes an object of the table's folder, also in place of one. */
  void put(String name, byte[] content) {
    delete(name);
    store.createIfAbsent(ObjectNames.dataFile(NAME, name), content);
  }

  void delete(String name) {
    store.delete(ObjectNames.dataFile(NAME, name));
  }

  byte[] content(String name) {
    return store.read(ObjectNames.dataFile(NAME, name)).orElseThrow().content();
  }

  String text(String name) {
    return new String(content(name), StandardCharsets.UTF_8);
  }
}
