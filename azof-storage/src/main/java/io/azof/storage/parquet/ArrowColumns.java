package io.azof.storage.parquet;

import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * would give those back. Types that no column of a table has stay.
   */
  static Schema plain(Schema found) {
    return new Schema(found.getFields().stream().map(ArrowColumns::plain).toList());
  }

  private static Field plain(Field found) {
    return new Field(
        found.getName(),
        new FieldType(found.isNullable(), plain(found.getType()), null),
        found.getChildren());
  }

  private static ArrowType plain(ArrowType found) {
    if (found instanceof ArrowType.LargeUtf8 || found instanceof ArrowType.Utf8View) {
      return ArrowType.Utf8.INSTANCE;
    }
    if (found instanceof ArrowType.LargeBinary || found instanceof ArrowType.BinaryView) {
      return ArrowType.Binary.INSTANCE;
    }
    if (found instanceof ArrowType.Date) {
      return arrowType(ColumnType.DATE);
    }
    if (found instanceof ArrowType.Decimal decimal
        && decimal.getPrecision() <= ColumnType.PRECISION_MAX) {
      return new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), DECIMAL_BITS);
    }
    if (found instanceof ArrowType.Timestamp timestamp && timestamp.getTimezone() != null) {
      return new ArrowType.Timestamp(timestamp.getUnit(), "UTC");
    }
    return found;
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

  /** The column type of an Arrow type; empty when no column of a table can have it. */
  public static Optional<ColumnType> columnType(ArrowType type) {
    Optional<ColumnType> found =
        switch (type.getTypeID()) {
          case Utf8 -> Optional.of(ColumnType.STRING);
          case Int -> Optional.of(ColumnType.INT);
          case Bool -> Optional.of(ColumnType.BOOLEAN);
          case Timestamp -> Optional.of(ColumnType.DATE_TIME);
          case FloatingPoint -> Optional.of(ColumnType.DOUBLE);
          case Decimal -> decimal((ArrowType.Decimal) type);
          case Date -> Optional.of(ColumnType.DATE);
          case Binary -> Optional.of(ColumnType.BINARY);
          default -> Optional.empty();
        };
    return found.filter(column -> arrowType(column).equals(type));
  }

  private static Optional<ColumnType> decimal(ArrowType.Decimal type) {
    String name = "Decimal(" + type.getPrecision() + "," + type.getScale() + ")";
    return ColumnType.ofFormatName(name);
  }
}
