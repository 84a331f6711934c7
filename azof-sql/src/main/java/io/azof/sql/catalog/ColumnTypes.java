package io.azof.sql.catalog;

import io.azof.error.AzofException;
import io.azof.sql.parse.SqlFault;
import io.azof.storage.model.ColumnType;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;

/** SQL types as types of a table's columns. */
public final class ColumnTypes {
  private static final int UNSAID = -1;
  private static final int TIME_DIGITS_MAX = 3;

  private ColumnTypes() {}

  /**
   * The type of a column that is declared so.
   *
   * @throws AzofException {@code SQL_INVALID} at a type that no column can have
   */
  public static ColumnType of(SqlDataTypeSpec spec) {
    SqlTypeNameSpec name = spec.getTypeNameSpec();
    int precision = UNSAID;
    int scale = UNSAID;
    if (name instanceof SqlBasicTypeNameSpec basic) {
      precision = basic.getPrecision();
      scale = basic.getScale();
    }
    if (name instanceof SqlCollectionTypeNameSpec) {
      throw unknown(spec);
    }
    return switch (name.getTypeName().toString().toUpperCase(Locale.ROOT)) {
      case "VARCHAR", "CHAR", "TEXT", "STRING", "CLOB" ->
          unbounded(spec, precision, ColumnType.STRING);
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> ColumnType.INT;
      case "FLOAT", "REAL", "DOUBLE" -> ColumnType.DOUBLE;
      case "DECIMAL" -> decimal(spec, precision, scale);
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "DATE" -> ColumnType.DATE;
      case "TIMESTAMP" -> timestamp(spec, precision);
      case "BINARY", "VARBINARY", "BLOB" -> unbounded(spec, precision, ColumnType.BINARY);
      default -> throw unknown(spec);
    };
  }

  /** The name of a type in SQL, without digits. */
  static String sqlName(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "VARCHAR";
      case INT -> "BIGINT";
      case BOOLEAN -> "BOOLEAN";
      case DATE_TIME -> "TIMESTAMP";
      case DOUBLE -> "DOUBLE";
      case DECIMAL -> "DECIMAL";
      case DATE -> "DATE";
      case BINARY -> "VARBINARY";
    };
  }

  private static ColumnType unbounded(SqlDataTypeSpec spec, int length, ColumnType type) {
    if (length == UNSAID) {
      return type;
    }
    throw SqlFault.invalid(
        spec.getParserPosition(),
        "The values of a column are of any length; write "
            + (type.equals(ColumnType.STRING) ? "VARCHAR" : "VARBINARY")
            + " without one");
  }

  private static ColumnType decimal(SqlDataTypeSpec spec, int precision, int scale) {
    if (precision == UNSAID) {
      throw SqlFault.invalid(
          spec.getParserPosition(), "Say how many digits a DECIMAL has: DECIMAL(18, 4)");
    }
    try {
      return ColumnType.decimal(precision, scale == UNSAID ? 0 : scale);
    } catch (IllegalArgumentException e) {
      throw SqlFault.invalid(spec.getParserPosition(), String.valueOf(e.getMessage()));
    }
  }

  private static ColumnType timestamp(SqlDataTypeSpec spec, int digits) {
    if (digits > TIME_DIGITS_MAX) {
      throw SqlFault.invalid(
          spec.getParserPosition(), "Times have milliseconds; write TIMESTAMP or TIMESTAMP(3)");
    }
    return ColumnType.DATE_TIME;
  }

  private static AzofException unknown(SqlDataTypeSpec spec) {
    return SqlFault.invalid(
        spec.getParserPosition(),
        "A column cannot be of type "
            + spec.getTypeNameSpec().getTypeName()
            + "; the types are VARCHAR, BIGINT, DOUBLE, DECIMAL(p, s), BOOLEAN, DATE, TIMESTAMP and"
            + " VARBINARY");
  }
}
