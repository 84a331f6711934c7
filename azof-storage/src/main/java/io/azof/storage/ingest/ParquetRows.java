package io.azof.storage.ingest;

import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ParquetInput;
import io.azof.storage.parquet.ParquetReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file of any flat columns. */
final class ParquetRows implements InputRows {
  private static final int BATCH_ROWS = 16_384;

  private final ParquetReader reader;
  private final long bytes;
  private final long rows;
  private final InputColumns input;
  private final ImportLayout layout;
  private final ImportBatch batch;
  private final List<FieldVector> vectors;
  private final List<ParquetText> texts;
  private final List<ParquetCell> cells = new ArrayList<>();
  private final EventTimeValue eventTime;
  private final JoinedKey joined = new JoinedKey();
  private final DeleteCondition.@Nullable Matcher isDeleted;
  private long row;
  private int rowOfBatch = -1;

  private ParquetRows(
      ParquetReader reader, InputFile file, long rows, ImportLayout layout, ImportBatch batch) {
    this.reader = reader;
    this.bytes = file.bytes();
    this.rows = rows;
    this.layout = layout;
    this.input = layout.input();
    this.batch = batch;
    this.vectors = input.names().stream().map(reader.root()::getVector).toList();
    this.texts = vectors.stream().map(ParquetText::of).toList();
    this.eventTime = new EventTimeValue(layout.options());
    this.isDeleted = layout.deleteWhen().map(DeleteCondition::matcher).orElse(null);
    List<Column> columns = layout.table().columns();
    for (int i = 0; i < columns.size(); i++) {
      FieldVector from = vectors.get(layout.values().get(i));
      cells.add(ParquetCell.of(from, batch.values().get(i), columns.get(i).type()));
    }
  }

  /** Opens a file, whose columns have been looked at before; the receiver closes the rows. */
  static ParquetRows open(
      InputFile file, ImportLayout layout, ImportBatch batch, BufferAllocator allocator) {
    ParquetInput parquet = ParquetInput.of(file.path(), file.name(), allocator);
    ParquetReader reader =
        ParquetReader.open(List.of(parquet.file()), layout.input().names(), BATCH_ROWS, allocator);
    try {
      return new ParquetRows(reader, file, parquet.file().rows(), layout, batch);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public boolean next() {
    rowOfBatch++;
    if (rowOfBatch >= reader.root().getRowCount()) {
      rowOfBatch = 0;
      if (!reader.next()) {
        return false;
      }
    }
    row++;
    return true;
  }

  @Override
  public @Nullable String set(int target) {
    String fault = setKey(target);
    if (fault == null) {
      fault = setEventTime(target);
    }
    if (fault == null && !setDeleted(target)) {
      fault = setValues(target);
    }
    return fault;
  }

  private @Nullable String setKey(int target) {
    joined.clear();
    List<Integer> keys = input.keys();
    for (int i = 0; i < keys.size(); i++) {
      int field = keys.get(i);
      if (vectors.get(field).isNull(rowOfBatch)) {
        String what =
            keys.size() > 1 ? "is null, but is part of the key" : "is null, but is the key";
        return fault(field, what);
      }
      byte[] part = texts.get(field).at(rowOfBatch).getBytes(StandardCharsets.UTF_8);
      if (keys.size() == 1) {
        batch.keys().setSafe(target, part);
        return null;
      }
      joined.add(i, part, 0, part.length);
    }
    batch.keys().setSafe(target, joined.bytes(), 0, joined.length());
    return null;
  }

  private @Nullable String setEventTime(int target) {
    int field = input.eventTime();
    FieldVector vector = vectors.get(field);
    if (vector.isNull(rowOfBatch)) {
      return fault(field, "is null, but is the event time");
    }
    if (!readEventTime(vector)) {
      return fault(field, eventTime.fault() + ": \"" + texts.get(field).at(rowOfBatch) + "\"");
    }
    batch.eventTimes().set(target, eventTime.epochMillis());
    return null;
  }

  private boolean readEventTime(FieldVector vector) {
    return switch (vector.getField().getType().getTypeID()) {
      case Int -> eventTime.readInteger(ParquetNumbers.integers(vector).at(rowOfBatch));
      case Utf8 -> {
        byte[] text = ((VarCharVector) vector).get(rowOfBatch);
        yield eventTime.read(text, 0, text.length);
      }
      default -> eventTime.readMillis(ParquetNumbers.millis(vector).at(rowOfBatch));
    };
  }

  private boolean setDeleted(int target) {
    if (isDeleted == null) {
      return false;
    }
    boolean deletes = false;
    if (!vectors.get(input.delete()).isNull(rowOfBatch)) {
      byte[] text = texts.get(input.delete()).at(rowOfBatch).getBytes(StandardCharsets.UTF_8);
      deletes = isDeleted.matches(text, 0, text.length);
    }
    batch.setDeleted(target, deletes);
    return deletes;
  }

  private @Nullable String setValues(int target) {
    TableSchema table = layout.table();
    for (int i = 0; i < cells.size(); i++) {
      int field = layout.values().get(i);
      if (vectors.get(field).isNull(rowOfBatch)) {
        if (!table.columns().get(i).nullable()) {
          return fault(field, "is null, but must have a value");
        }
        batch.values().get(i).setNull(target);
        continue;
      }
      String fault = cells.get(i).copy(rowOfBatch, target);
      if (fault != null) {
        return fault(field, fault);
      }
    }
    return null;
  }

  private String fault(int field, String what) {
    return "column \"" + input.names().get(field) + "\" " + what;
  }

  @Override
  public long line() {
    return row;
  }

  @Override
  public String text() {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      boolean isNull = vectors.get(i).isNull(rowOfBatch);
      fields.add(isNull ? "" : CsvText.quoted(texts.get(i).at(rowOfBatch)));
    }
    return String.join(",", fields);
  }

  @Override
  public long bytesPassed() {
    return rows == 0 ? bytes : (long) ((double) bytes * row / rows);
  }

  @Override
  public void close() {
    reader.close();
  }
}
