package io.azof.server.flight.metadata;

import io.azof.server.flight.stream.ReaderSource;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.jspecify.annotations.Nullable;

/** The answers to GetXdbcTypeInfo: the types that columns and results have, in order of number. */
public enum TypeInfo {
  BOOLEAN("BOOLEAN", Types.BIT, 1, null, null),
  TINYINT("TINYINT", Types.TINYINT, 3, null, 10),
  BIGINT("BIGINT", Types.BIGINT, 19, null, 10),
  VARBINARY("VARBINARY", Types.VARBINARY, TypeInfo.LENGTH_MAX, "X'", null),
  DECIMAL("DECIMAL", Types.DECIMAL, 38, null, 10),
  INTEGER("INTEGER", Types.INTEGER, 10, null, 10),
  SMALLINT("SMALLINT", Types.SMALLINT, 5, null, 10),
  REAL("REAL", Types.REAL, 24, null, 2),
  DOUBLE("DOUBLE", Types.DOUBLE, 53, null, 2),
  VARCHAR("VARCHAR", Types.VARCHAR, TypeInfo.LENGTH_MAX, "'", null),
  DATE("DATE", Types.DATE, 10, "DATE '", null),
  TIME("TIME", Types.TIME, 12, "TIME '", null),
  TIMESTAMP("TIMESTAMP", Types.TIMESTAMP, 23, "TIMESTAMP '", null);

  private static final int LENGTH_MAX = Integer.MAX_VALUE;

  /** ODBC's one number for all types of dates and times, which a subcode tells apart. */
  private static final int ODBC_DATETIME = 9;

  private static final int NULLABLE = 1;
  private static final int SEARCHABLE = 3;

  private final String typeName;
  private final int dataType;
  private final int columnSize;
  private final @Nullable String literalPrefix;
  private final @Nullable Integer radix;

  TypeInfo(
      String typeName,
      int dataType,
      int columnSize,
      @Nullable String literalPrefix,
      @Nullable Integer radix) {
    this.typeName = typeName;
    this.dataType = dataType;
    this.columnSize = columnSize;
    this.literalPrefix = literalPrefix;
    this.radix = radix;
  }

  /**
   * The rows of that type.
   *
   * @param dataType the number that ODBC and JDBC have for the type; null gives all types
   */
  public static ReaderSource rows(@Nullable Integer dataType) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (TypeInfo type : values()) {
      if (dataType == null || dataType == type.dataType) {
        rows.add(type.row());
      }
    }
    return memory -> new RowsReader(memory, Schemas.GET_TYPE_INFO_SCHEMA, rows.iterator());
  }

  private List<@Nullable Object> row() {
    Integer subcode = datetimeSubcode();
    boolean numeric = radix != null;
    return Arrays.asList(
        typeName,
        dataType,
        columnSize,
        literalPrefix,
        literalPrefix == null ? null : "'",
        this == DECIMAL ? List.of("precision", "scale") : null,
        NULLABLE,
        this == VARCHAR,
        SEARCHABLE,
        numeric ? false : null,
        false,
        numeric ? false : null,
        typeName,
        scale(0),
        scale(38),
        subcode == null ? dataType : ODBC_DATETIME,
        subcode,
        radix,
        null);
  }

  private @Nullable Integer scale(int ofDecimal) {
    return switch (this) {
      case DECIMAL -> ofDecimal;
      case TINYINT, SMALLINT, INTEGER, BIGINT, DATE -> 0;
      case TIME, TIMESTAMP -> 3;
      case BOOLEAN, VARBINARY, REAL, DOUBLE, VARCHAR -> null;
    };
  }

  private @Nullable Integer datetimeSubcode() {
    return switch (this) {
      case DATE -> 1;
      case TIME -> 2;
      case TIMESTAMP -> 3;
      default -> null;
    };
  }
}
