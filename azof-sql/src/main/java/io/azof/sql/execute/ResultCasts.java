package io.azof.sql.execute;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What the engine is asked to deliver for each promised type: that type, or one of the same layout
 * where the engine has no other name for it. A time is delivered as its milliseconds of the day.
 */
final class ResultCasts {
  private ResultCasts() {}

  /** The query with its columns cast for a promised schema. */
  static String around(String sql, Schema promised) {
    List<Field> fields = promised.getFields();
    String casts =
        IntStream.range(0, fields.size())
            .mapToObj(i -> cast("c" + i, fields.get(i).getType()) + " AS c" + i)
            .collect(Collectors.joining(", "));
    String names =
        IntStream.range(0, fields.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    return "SELECT " + casts + "\nFROM (\n" + sql + "\n) AS result(" + names + ")";
  }

  /** The type that the engine delivers for a promised one. */
  static ArrowType delivered(ArrowType promised) {
    if (promised instanceof ArrowType.Timestamp) {
      return new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
    }
    return promised instanceof ArrowType.Time ? new ArrowType.Int(32, true) : promised;
  }

  private static String cast(String column, ArrowType promised) {
    return switch (promised.getTypeID()) {
      case Bool -> cast(column, "BOOLEAN");
      case Int -> cast(column, integer(((ArrowType.Int) promised).getBitWidth()));
      case FloatingPoint -> cast(column, "DOUBLE");
      case Decimal -> {
        ArrowType.Decimal decimal = (ArrowType.Decimal) promised;
        yield cast(column, "DECIMAL(" + decimal.getPrecision() + ", " + decimal.getScale() + ")");
      }
      case Utf8 -> cast(column, "VARCHAR");
      case Binary -> cast(column, "BLOB");
      case Date -> cast(column, "DATE");
      case Time -> cast("epoch_ms(" + column + ")", "INTEGER");
      case Timestamp -> cast(column, "TIMESTAMP_MS");
      default -> throw new AzofException(ErrorCode.INTERNAL, "No result is of type " + promised);
    };
  }

  private static String cast(String column, String type) {
    return "CAST(" + column + " AS " + type + ")";
  }

  private static String integer(int bits) {
    return switch (bits) {
      case 8 -> "TINYINT";
      case 16 -> "SMALLINT";
      case 32 -> "INTEGER";
      default -> "BIGINT";
    };
  }
}
