package io.azof.storage.history;

import io.azof.error.AzofException;
import io.azof.storage.merge.FileColumns;
import io.azof.storage.merge.FilePart;
import io.azof.storage.merge.MergeRule;
import io.azof.storage.merge.MergeSource;
import io.azof.storage.merge.MergedReader;
import io.azof.storage.merge.SortedFiles;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import io.azof.storage.scan.CancellableReader;
import io.azof.storage.scan.ScanFiles;
import io.azof.storage.write.DataFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link HistoryPlan} out: the files are merged by key and time, latest first, so that
 * each row comes right after the one that ends it. Of each file two or three batches are held.
 */
public final class HistoryReader extends CancellableReader {
  /** The event time of a version, under the name that says what it means for it. */
  public static final String VALID_FROM = "valid_from";

  /** The event time of the next version of the key; null when there is none. */
  public static final String VALID_TO = "valid_to";

  /** About how many rows all sources together read at once. */
  private static final int ROWS_AT_ONCE = 1 << 19;

  private static final int BATCH_ROWS_MIN = 1024;

  private final HistoryPlan plan;
  private final Schema schema;
  private final SortedFiles files;
  private final MergedReader rows;
  private final VersionEnds ends;

  private HistoryReader(
      HistoryPlan plan,
      TableSchema table,
      ScanFiles stored,
      DataFileWriter sorter,
      BufferAllocator allocator) {
    super("history", allocator);
    this.plan = plan;
    this.schema = schema(table, plan.columns());
    this.ends = new VersionEnds(plan.range());
    this.files = new SortedFiles(stored, plan.rows(), sorter, this::requireOpen);
    try {
      this.rows = openRows(table);
    } catch (RuntimeException | Error e) {
      files.close();
      throw e;
    }
  }

  /**
   * Opens the reader of a plan; the receiver closes it. Files that are not sorted, as those of
   * other writers may be, are sorted now.
   *
   * @param files where the plan's files are; closed with the reader, or when this throws
   * @param sorter sorts; stays the caller's
   * @param parent where the memory is taken from, in a child named "history"
   * @throws AzofException {@code DATA_FILE_MISSING}, {@code DATA_FILE_CORRUPT}
   */
  public static HistoryReader open(
      HistoryPlan plan,
      TableSchema table,
      ScanFiles files,
      DataFileWriter sorter,
      BufferAllocator parent) {
    BufferAllocator allocator = parent.newChildAllocator("history", 0, Long.MAX_VALUE);
    try {
      return new HistoryReader(plan, table, files, sorter, allocator);
    } catch (RuntimeException | Error e) {
      allocator.close();
      throw e;
    }
  }

  /** The columns of a history, of these names. */
  public static Schema schema(TableSchema table, List<String> columns) {
    return new Schema(columns.stream().map(name -> field(table, name)).toList());
  }

  private static Field field(TableSchema table, String name) {
    boolean isTime = name.equals(VALID_FROM) || name.equals(VALID_TO);
    if (!isTime) {
      return ArrowColumns.schema(table, List.of(name)).getFields().get(0);
    }
    ArrowType type =
        ArrowColumns.schema(table, List.of(TableSchema.EVENT_TIME)).getFields().get(0).getType();
    return new Field(name, new FieldType(name.equals(VALID_TO), type, null), null);
  }

  private MergedReader openRows(TableSchema table) {
    List<String> values =
        plan.columns().stream().filter(name -> table.column(name).isPresent()).toList();
    int batchRows =
        Math.max(
            BATCH_ROWS_MIN,
            Math.min(SortedFiles.BATCH_ROWS, ROWS_AT_ONCE / Math.max(1, plan.files().size())));
    List<MergeSource> sources = new ArrayList<>();
    plan.files()
        .forEach(
            read ->
                sources.add(files.source(FilePart.all(read.file()), values, batchRows, allocator)));
    return MergedReader.open(
        sources, MergeRule.EVERY_VERSION, Long.MIN_VALUE, mergedSchema(table, values), allocator);
  }

  /** With the deletes, which end versions but are none. */
  private static Schema mergedSchema(TableSchema table, List<String> values) {
    Field deleted = FileColumns.deleted();
    List<String> names =
        Stream.concat(Stream.of(TableSchema.KEY, TableSchema.EVENT_TIME), values.stream()).toList();
    return new Schema(
        Stream.concat(ArrowColumns.schema(table, names).getFields().stream(), Stream.of(deleted))
            .toList());
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  @Override
  protected int fill(VectorSchemaRoot batch) throws IOException {
    while (rows.loadNextBatch()) {
      ends.take(rows.getVectorSchemaRoot());
      if (ends.chosen().rows() > 0) {
        copy(rows.getVectorSchemaRoot(), batch);
        return ends.chosen().rows();
      }
    }
    return 0;
  }

  private void copy(VectorSchemaRoot from, VectorSchemaRoot to) {
    for (FieldVector target : to.getFieldVectors()) {
      switch (target.getName()) {
        case VALID_FROM -> ends.chosen().take(from.getVector(TableSchema.EVENT_TIME), target);
        case VALID_TO -> ends.fill((TimeStampMilliTZVector) target);
        default -> ends.chosen().take(vector(from, target.getName()), target);
      }
    }
  }

  private static FieldVector vector(VectorSchemaRoot rows, String name) {
    @Nullable FieldVector vector = rows.getVector(name);
    return Objects.requireNonNull(vector, name);
  }

  @Override
  protected void closeReadSource() throws IOException {
    try (allocator;
        files) {
      rows.close();
    }
  }
}
