package io.azof.server.flight.metadata;

import io.azof.server.session.Namespace;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.sql.FlightSqlColumnMetadata;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Puts into the fields of a table what tools show of its columns. That no column counts itself up
 * is not said: the ADBC driver in Java 0.20 fails on it.
 */
final class ColumnMetadata {
  private ColumnMetadata() {}

  /** The schema of a table, each field with its SQL type, precision, scale and remarks. */
  static Schema describe(String table, Schema schema) {
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      fields.add(
          new Field(
              field.getName(),
              new FieldType(
                  field.isNullable(),
                  field.getType(),
                  field.getDictionary(),
                  metadata(table, field).getMetadataMap()),
              field.getChildren()));
    }
    return new Schema(fields);
  }

  private static FlightSqlColumnMetadata metadata(String table, Field field) {
    FlightSqlColumnMetadata.Builder metadata =
        new FlightSqlColumnMetadata.Builder()
            .catalogName(Namespace.CATALOG)
            .schemaName(Namespace.SCHEMA)
            .tableName(table)
            .isReadOnly(false)
            .isSearchable(true);
    if (field.getName().equals(TableSchema.KEY)) {
      metadata.remarks("What the row is about; one row per key is true at a time");
    } else if (field.getName().equals(TableSchema.EVENT_TIME)) {
      metadata.remarks("Since when the row is true, in UTC");
    }
    addType(metadata, field.getType());
    return metadata.build();
  }

  private static void addType(FlightSqlColumnMetadata.Builder metadata, ArrowType type) {
    if (type instanceof ArrowType.Utf8) {
      metadata.typeName("VARCHAR").isCaseSensitive(true);
    } else if (type instanceof ArrowType.Int) {
      metadata.typeName("BIGINT").precision(19).scale(0).isCaseSensitive(false);
    } else if (type instanceof ArrowType.Bool) {
      metadata.typeName("BOOLEAN").precision(1).isCaseSensitive(false);
    } else if (type instanceof ArrowType.Timestamp) {
      metadata.typeName("TIMESTAMP").precision(23).scale(3).isCaseSensitive(false);
    } else if (type instanceof ArrowType.FloatingPoint) {
      metadata.typeName("DOUBLE").precision(53).isCaseSensitive(false);
    } else if (type instanceof ArrowType.Decimal decimal) {
      metadata
          .typeName("DECIMAL")
          .precision(decimal.getPrecision())
          .scale(decimal.getScale())
          .isCaseSensitive(false);
    } else if (type instanceof ArrowType.Date) {
      metadata.typeName("DATE").precision(10).scale(0).isCaseSensitive(false);
    } else if (type instanceof ArrowType.Binary) {
      metadata.typeName("VARBINARY").isCaseSensitive(false);
    }
  }
}
