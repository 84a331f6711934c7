package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.ColumnType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns of Parquet files as columns of tables. */
final class ParquetTypes {
  private ParquetTypes() {}

  /**
   * The type that holds the values of a column.
   *
   * @param file its name, for errors
   * @throws AzofException {@code UNSUPPORTED} when there is none, as for nested columns
   */
  static ColumnType columnType(String file, Field field) {
    return switch (field.getType().getTypeID()) {
      case Utf8, LargeUtf8, Utf8View, Null -> ColumnType.STRING;
      case Int -> ColumnType.INT;
      case FloatingPoint -> ColumnType.DOUBLE;
      case Bool -> ColumnType.BOOLEAN;
      case Date -> ColumnType.DATE;
      case Timestamp -> ColumnType.DATE_TIME;
      case Binary, LargeBinary, BinaryView, FixedSizeBinary -> ColumnType.BINARY;
      case Decimal -> decimal(file, field, (ArrowType.Decimal) field.getType());
      case Struct, List, LargeList, FixedSizeList, Map, Union, ListView, LargeListView ->
          throw unsupported(file, field, "is nested; import its parts as columns of their own");
      case NONE, Time, Interval, Duration, RunEndEncoded ->
          throw unsupported(file, field, "is of type " + field.getType() + ", which no table has");
    };
  }

  private static ColumnType decimal(String file, Field field, ArrowType.Decimal type) {
    boolean isValid =
        type.getPrecision() <= ColumnType.PRECISION_MAX
            && type.getScale() >= 0
            && type.getScale() <= type.getPrecision();
    if (!isValid) {
      throw unsupported(file, field, "is of type " + type + ", which no table has");
    }
    return ColumnType.decimal(type.getPrecision(), type.getScale());
  }

  /** Checks that a column can be the event time. */
  static void requireTime(String file, Field field) {
    ColumnType type = columnType(file, field);
    List<ColumnType> times =
        List.of(ColumnType.DATE_TIME, ColumnType.DATE, ColumnType.STRING, ColumnType.INT);
    if (!times.contains(type)) {
      throw unsupported(file, field, "is of type " + type + ", which is no event time");
    }
  }

  private static AzofException unsupported(String file, Field field, String what) {
    return new AzofException(
        ErrorCode.UNSUPPORTED, file + ": column \"" + field.getName() + "\" " + what);
  }
}
