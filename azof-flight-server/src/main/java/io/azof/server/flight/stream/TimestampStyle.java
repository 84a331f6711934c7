package io.azof.server.flight.stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How a client is told moments, which are in UTC always: docs/decisions/0005. The bytes of a vector
 * are the same in both styles.
 */
public enum TimestampStyle {
  /** As Arrow timestamps of the zone UTC. */
  UTC,

  /** As Arrow timestamps without a zone, the wall clock of UTC: SQL's TIMESTAMP. */
  PLAIN;

  /** A result's schema as the client is told it. */
  public Schema of(Schema schema) {
    return this == UTC
        ? schema
        : new Schema(
            schema.getFields().stream().map(TimestampStyle::plain).toList(),
            schema.getCustomMetadata());
  }

  private static Field plain(Field field) {
    if (!(field.getType() instanceof ArrowType.Timestamp timestamp)) {
      return field;
    }
    ArrowType type = new ArrowType.Timestamp(timestamp.getUnit(), null);
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), type, field.getDictionary(), field.getMetadata()),
        null);
  }
}
