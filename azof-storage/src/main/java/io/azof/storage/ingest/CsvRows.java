package io.azof.storage.ingest;

import io.azof.storage.csv.CsvRecords;
import io.azof.storage.csv.CsvValue;
import io.azof.storage.model.Column;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file, from bytes straight into vectors. */
final class CsvRows implements InputRows {
  private final CsvRecords records;
  private final ImportLayout layout;
  private final InputColumns input;
  private final ImportBatch batch;
  private final EventTimeValue eventTime;
  private final JoinedKey joined = new JoinedKey();
  private final DeleteCondition.@Nullable Matcher isDeleted;
  private final CsvValue[] values;

  private CsvRows(CsvRecords records, ImportLayout layout, ImportBatch batch) {
    this.records = records;
    this.layout = layout;
    this.input = layout.input();
    this.batch = batch;
    this.eventTime = new EventTimeValue(layout.options());
    this.isDeleted = layout.deleteWhen().map(DeleteCondition::matcher).orElse(null);
    this.values =
        layout.table().columns().stream()
            .map(column -> CsvValue.of(column.type()))
            .toArray(CsvValue[]::new);
  }

  /** Opens a file, whose header has been looked at before; the receiver closes the rows. */
  static CsvRows open(InputFile file, ImportLayout layout, ImportBatch batch) {
    CsvRecords records = CsvRecords.open(file.path(), file.name(), layout.options().delimiter());
    try {
      records.next();
      return new CsvRows(records, layout, batch);
    } catch (RuntimeException e) {
      records.close();
      throw e;
    }
  }

  @Override
  public boolean next() {
    return records.next();
  }

  @Override
  public @Nullable String set(int row) {
    if (records.fault() != null) {
      return records.fault();
    }
    int expected = input.names().size();
    if (records.fieldCount() != expected) {
      int count = records.fieldCount();
      return "has " + count + (count == 1 ? " field" : " fields") + " instead of " + expected;
    }
    if (!records.isUtf8()) {
      return notUtf8();
    }
    String fault = input.joinsKeys() ? setJoinedKey(row) : setKey(row, input.keys().get(0));
    if (fault == null) {
      fault = setEventTime(row);
    }
    if (fault == null && !setDeleted(row)) {
      fault = setValues(row);
    }
    return fault;
  }

  private String notUtf8() {
    int field = 0;
    while (records.isUtf8(field)) {
      field++;
    }
    return fault(field, "is not UTF-8: \"" + records.text(field) + "\"");
  }

  private @Nullable String setKey(int row, int field) {
    if (records.isNull(field)) {
      return fault(field, "is empty, but is the key");
    }
    int from = records.from(field);
    batch.keys().setSafe(row, records.bytes(field), from, records.to(field) - from);
    return null;
  }

  private @Nullable String setJoinedKey(int row) {
    joined.clear();
    List<Integer> keys = input.keys();
    for (int i = 0; i < keys.size(); i++) {
      int field = keys.get(i);
      if (records.isNull(field)) {
        return fault(field, "is empty, but is part of the key");
      }
      joined.add(i, records.bytes(field), records.from(field), records.to(field));
    }
    batch.keys().setSafe(row, joined.bytes(), 0, joined.length());
    return null;
  }

  private @Nullable String setEventTime(int row) {
    int field = input.eventTime();
    if (records.isNull(field)) {
      return fault(field, "is empty, but is the event time");
    }
    if (!eventTime.read(records.bytes(field), records.from(field), records.to(field))) {
      return fault(field, eventTime.fault() + ": \"" + records.text(field) + "\"");
    }
    batch.eventTimes().set(row, eventTime.epochMillis());
    return null;
  }

  private boolean setDeleted(int row) {
    if (isDeleted == null) {
      return false;
    }
    int field = input.delete();
    boolean deletes =
        !records.isNull(field)
            && isDeleted.matches(records.bytes(field), records.from(field), records.to(field));
    batch.setDeleted(row, deletes);
    return deletes;
  }

  private @Nullable String setValues(int row) {
    List<FieldVector> vectors = batch.values();
    for (int i = 0; i < values.length; i++) {
      int field = layout.values().get(i);
      Column column = layout.table().columns().get(i);
      CsvValue value = values[i];
      if (records.isNull(field)) {
        if (!column.nullable()) {
          return fault(field, "is empty, but must have a value");
        }
        vectors.get(i).setNull(row);
        continue;
      }
      byte[] bytes = records.bytes(field);
      int from = records.from(field);
      int to = records.to(field);
      if (!value.read(bytes, from, to)) {
        return fault(field, value.fault() + ": \"" + records.text(field) + "\"" + guess(column));
      }
      if (layout.isGuessed() && !ColumnGuess.keepsNumber(column.type(), bytes, from, to)) {
        return fault(
            field, "is not written like a number of earlier rows: \"" + records.text(field) + "\"");
      }
      value.store(vectors.get(i), row);
    }
    return null;
  }

  private String guess(Column column) {
    return layout.isGuessed() ? " (that it is " + column.type() + " is guessed)" : "";
  }

  private String fault(int field, String what) {
    return "column \"" + input.names().get(field) + "\" " + what;
  }

  @Override
  public long line() {
    return records.recordLine();
  }

  @Override
  public String text() {
    return records.recordText();
  }

  @Override
  public long bytesPassed() {
    return records.bytesPassed();
  }

  @Override
  public void close() {
    records.close();
  }
}
