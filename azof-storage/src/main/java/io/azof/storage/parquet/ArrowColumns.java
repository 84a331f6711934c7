package io.azof.storage.parquet;

import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table's columns as Arrow fields. */
public final class ArrowColumns {
  private static final int DECIMAL_BITS = 128;

  private ArrowColumns() {}

  /**
   * The Arrow schema of the named columns, in that order. Value columns are nullable whatever the
   * snapshot declares: nothing in version 1 of the format enforces it; see docs/decisions/0001.
   *
   * @param names of {@code key}, {@code event_time} or value columns of the table
   */
  public static Schema schema(TableSchema table, List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      fields.add(field(table, name));
    }
    return new Schema(fields);
  }

  private static Field field(TableSchema table, String name) {
    return switch (name) {
      case TableSchema.KEY -> field(name, ColumnType.STRING, false);
      case TableSchema.EVENT_TIME -> field(name, ColumnType.DATE_TIME, false);
      default ->
          table
              .column(name)
              .map(column -> field(name, column.type(), true))
              .orElseThrow(() -> new IllegalArgumentException("no column \"" + name + "\""));
    };
  }

  private static Field field(String name, ColumnType type, boolean nullable) {
    return new Field(name, new FieldType(nullable, arrowType(type), null), null);
  }

  /**
   * What the native reader shall give instead of what it found: Arrow writers note in a file what
   * Arrow types they had, such as large or dictionary-encoded text or times in another zone, and it
   * would give those back. Everything but text and times stays.
   */
  static Schema plain(Schema found) {
    return new Schema(found.getFields().stream().map(ArrowColumns::plain).toList());
  }

  private static Field plain(Field found) {
    ArrowType type = found.getType();
    if (type instanceof ArrowType.LargeUtf8 || type instanceof ArrowType.Utf8View) {
      type = ArrowType.Utf8.INSTANCE;
    } else if (type instanceof ArrowType.Timestamp timestamp && timestamp.getTimezone() != null) {
      type = new ArrowType.Timestamp(timestamp.getUnit(), "UTC");
    }
    return new Field(
        found.getName(), new FieldType(found.isNullable(), type, null), found.getChildren());
  }

  /** The Arrow type of a column type. */
  public static ArrowType arrowType(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> ArrowType.Utf8.INSTANCE;
      case INT -> new ArrowType.Int(64, true);
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case DATE_TIME -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DECIMAL -> new ArrowType.Decimal(type.precision(), type.scale(), DECIMAL_BITS);
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case BINARY -> ArrowType.Binary.INSTANCE;
    };
  }
}
