package io.azof.storage.compact;

import io.azof.storage.filecache.FileCache;
import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.parquet.ParquetFile;
import io.azof.storage.parquet.ParquetReader;
import io.azof.storage.scan.PathFile;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.scan.SegmentPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a table answers by the read rule of docs/FORMAT.md, followed to the letter and
 * without any haste, over its data files. Its one value column is a text.
 */
final class StoredState {
  private final Snapshot snapshot;
  private final Map<String, List<VersionRow>> files = new HashMap<>();

  StoredState(String table, Snapshot snapshot, FileCache cache, BufferAllocator allocator) {
    this.snapshot = snapshot;
    try (ScanFiles stored = ScanFiles.open(table, snapshot, List.of(), cache)) {
      snapshot
          .files()
          .forEach(file -> files.put(file.name(), rows(file, stored.path(file.name()), allocator)));
    }
  }

  /** The rows of a file, in its order. */
  List<VersionRow> rows(String file) {
    return files.getOrDefault(file, List.of());
  }

  /** Key, event time and text of all rows, by key. */
  List<List<@Nullable Object>> state(AsOf asOf) {
    Map<String, VersionRow> winners = new LinkedHashMap<>();
    for (PathFile file : SegmentPath.of(snapshot, asOf).files()) {
      for (VersionRow row : rows(file.name())) {
        if (row.millis() <= asOf.boundMillis()) {
          winners.merge(row.key(), row, (a, b) -> MemoryTable.isNewer(b, a) ? b : a);
        }
      }
    }
    return MemoryTable.shown(winners);
  }

  private static List<VersionRow> rows(DataFile file, Path path, BufferAllocator allocator) {
    DataFileFooter footer = FooterReader.read(path, file.name());
    List<String> columns =
        footer.columns().stream().map(DataFileFooter.FileColumn::name).collect(Collectors.toList());
    List<VersionRow> rows = new ArrayList<>();
    ParquetFile parquet = new ParquetFile(path, file.name(), footer);
    try (ParquetReader reader = ParquetReader.open(List.of(parquet), columns, 1_000, allocator)) {
      while (reader.next()) {
        for (int row = 0; row < reader.root().getRowCount(); row++) {
          rows.add(row(reader.root(), row, file.minSequence()));
        }
      }
    }
    return rows;
  }

  private static VersionRow row(VectorSchemaRoot batch, int row, long sequence) {
    FieldVector text = batch.getVector(2);
    @Nullable BigIntVector sequences = (BigIntVector) batch.getVector(TableSchema.SEQUENCE);
    @Nullable BitVector deleted = (BitVector) batch.getVector(TableSchema.DELETED);
    return new VersionRow(
        String.valueOf(batch.getVector(TableSchema.KEY).getObject(row)),
        ((TimeStampVector) batch.getVector(TableSchema.EVENT_TIME)).get(row),
        sequences == null ? sequence : sequences.get(row),
        deleted != null && deleted.get(row) != 0,
        text.isNull(row) ? null : String.valueOf(text.getObject(row)),
        false);
  }
}
