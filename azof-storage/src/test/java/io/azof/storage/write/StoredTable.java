package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.Rows;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.Column;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import io.azof.storage.parquet.DatasetFile;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What the current version of a table lists, read file by file, and checked against its facts. */
record StoredTable(ObjectStore store, String table, Snapshot snapshot) {

  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /**
   * A row as a file has it.
   *
   * @param segment the id of the segment that the file hangs on
   */
  record StoredRow(
      String segment,
      String key,
      long millis,
      long sequence,
      boolean deleted,
      List<@Nullable Object> values) {

    @Override
    public String toString() {
      return segment
          + ": "
          + key
          + "@"
          + millis
          + "#"
          + sequence
          + (deleted ? " deleted" : " " + Arrays.deepToString(values.toArray()));
    }
  }

  static StoredTable current(ObjectStore store, String table) {
    return new StoredTable(store, table, new SnapshotReader(store).current(table));
  }

  /** The rows of all files, in the order of the tree, of the files and in the files. */
  List<StoredRow> rows() {
    List<StoredRow> rows = new ArrayList<>();
    snapshot
        .allSegments()
        .forEach(segment -> segment.files().forEach(file -> rows.addAll(rows(segment, file))));
    return rows;
  }

  List<String> texts() {
    return rows().stream().map(StoredRow::toString).toList();
  }

  /** The columns of one of its files, in the order of the tree. */
  List<String> columns(int file) {
    DataFile chosen = snapshot.files().toList().get(file);
    try {
      Path copy = copy(chosen);
      List<String> columns =
          FooterReader.read(copy, "file").columns().stream().map(FileColumn::name).toList();
      Files.delete(copy);
      return columns;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path copy(DataFile file) throws IOException {
    Path copy = Files.createTempFile("stored", ".parquet");
    String key = ObjectNames.dataFile(table, file.name());
    return Files.write(copy, store.read(key).orElseThrow().content());
  }

  private List<StoredRow> rows(Segment segment, DataFile file) {
    byte[] content;
    List<List<@Nullable Object>> raw = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    KeyOrder promise;
    try (BufferAllocator allocator = new RootAllocator()) {
      Path copy = copy(file);
      content = Files.readAllBytes(copy);
      DatasetFile.read(
          copy,
          allocator,
          batch -> {
            columns.add(batch.getSchema().getFields().stream().map(Field::getName).toList());
            Rows.add(batch, raw);
          });
      promise = FooterReader.read(copy, file.name()).keyOrder();
      Files.delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FileFacts facts = Objects.requireNonNull(file.facts());
    List<String> names = columns.get(0);
    int values = snapshot.schema().columns().size();
    assertThat(names.subList(0, 2 + values))
        .startsWith("key", "event_time")
        .endsWith(
            snapshot.schema().columns().stream().map(Column::physicalName).toArray(String[]::new));
    boolean hasDeletes = names.contains("_deleted");
    assertThat(names).hasSize(2 + values + (hasDeletes ? 1 : 0));
    List<StoredRow> rows = new ArrayList<>();
    for (List<@Nullable Object> row : raw) {
      rows.add(
          new StoredRow(
              segment.id(),
              (String) Objects.requireNonNull(row.get(0)),
              (Long) Objects.requireNonNull(row.get(1)),
              facts.minSequence(),
              hasDeletes && (Boolean) Objects.requireNonNull(row.get(2 + values)),
              row.subList(2, 2 + values)));
    }
    requireFacts(facts, content, rows);
    requireOrder(rows, promise);
    return rows;
  }

  private void requireFacts(FileFacts facts, byte[] content, List<StoredRow> rows) {
    assertThat(facts.bytes()).isEqualTo(content.length);
    assertThat(facts.rows()).isEqualTo(rows.size());
    assertThat(facts.minKey()).isEqualTo(rows.get(0).key());
    assertThat(facts.maxKey()).isEqualTo(rows.get(rows.size() - 1).key());
    assertThat(facts.minEventTime())
        .isEqualTo(new EventTime(rows.stream().mapToLong(StoredRow::millis).min().orElseThrow()));
    assertThat(facts.maxEventTime())
        .isEqualTo(new EventTime(rows.stream().mapToLong(StoredRow::millis).max().orElseThrow()));
    assertThat(facts.deletes()).isEqualTo(rows.stream().filter(StoredRow::deleted).count());
    assertThat(facts.hasNulls())
        .isEqualTo(rows.stream().anyMatch(row -> !row.deleted() && row.values().contains(null)));
    assertThat(facts.maxSequence()).isEqualTo(facts.minSequence());
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    assertThat(facts.crc32c()).isEqualTo(String.format(Locale.ROOT, "%08x", checksum.getValue()));
    for (StoredRow row : rows) {
      assertThat(row.deleted() ? row.values() : List.of()).allMatch(Objects::isNull);
    }
  }

  private static void requireOrder(List<StoredRow> rows, KeyOrder promise) {
    boolean isUnique = true;
    for (int i = 1; i < rows.size(); i++) {
      StoredRow earlier = rows.get(i - 1);
      StoredRow later = rows.get(i);
      assertThat(BY_BYTES.compare(earlier.key(), later.key())).isLessThanOrEqualTo(0);
      if (earlier.key().equals(later.key())) {
        isUnique = false;
        assertThat(later.millis()).isLessThan(earlier.millis());
      }
    }
    assertThat(promise).isEqualTo(isUnique ? KeyOrder.UNIQUE : KeyOrder.ASCENDING);
  }
}
