package io.azof.sql.catalog;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;

/** SQL types as Arrow types: what results have, nullability included. */
public final class ResultTypes {
  private ResultTypes() {}

  /**
   * The Arrow schema of a row type.
   *
   * @param names what the columns are called, one per field; names may repeat
   * @param sureNulls whether a type that is not null is to be believed
   * @throws AzofException {@code UNSUPPORTED} for a type that no result can have
   */
  public static Schema schema(RelDataType rowType, List<String> names, boolean sureNulls) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      RelDataType type = rowType.getFieldList().get(i).getType();
      boolean nullable = type.isNullable() || !sureNulls;
      ArrowType arrowType = arrowType(names.get(i), type);
      fields.add(new Field(names.get(i), new FieldType(nullable, arrowType, null), null));
    }
    return new Schema(fields);
  }

  private static ArrowType arrowType(String name, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case TINYINT -> new ArrowType.Int(8, true);
      case SMALLINT -> new ArrowType.Int(16, true);
      case INTEGER -> new ArrowType.Int(32, true);
      case BIGINT -> new ArrowType.Int(64, true);
      case FLOAT, REAL, DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DECIMAL -> new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128);
      case CHAR, VARCHAR, NULL -> ArrowType.Utf8.INSTANCE;
      case BINARY, VARBINARY -> ArrowType.Binary.INSTANCE;
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MILLISECOND, 32);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
      default ->
          throw new AzofException(
              ErrorCode.UNSUPPORTED,
              "The result column \""
                  + name
                  + "\" is of type "
                  + type.getSqlTypeName().getName().replace('_', ' ')
                  + ", which is not supported yet; CAST it to another type");
    };
  }
}
