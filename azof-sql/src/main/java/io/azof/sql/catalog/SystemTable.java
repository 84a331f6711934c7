package io.azof.sql.catalog;

import io.azof.storage.Lakehouse;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** What is known about tables, as a table that can only be read. */
public final class SystemTable extends AbstractTable {
  private static final int TIME_DIGITS = 3;

  private final List<SystemColumn> columns;
  private final Function<Lakehouse, Stream<List<@Nullable Object>>> rows;

  /**
   * @param rows what it holds at the moment at which it is asked: String, Long, Instant or null in
   *     the order of the columns; the asker closes the stream
   */
  SystemTable(
      List<SystemColumn> columns, Function<Lakehouse, Stream<List<@Nullable Object>>> rows) {
    this.columns = List.copyOf(columns);
    this.rows = rows;
  }

  /** The columns, in order. */
  public List<SystemColumn> columns() {
    return columns;
  }

  /**
   * The rows as they are now: String, Long, Instant or null in the order of the columns.
   *
   * @throws io.azof.error.AzofException as {@link Lakehouse#table(String)}, here or on the way
   */
  public Stream<List<@Nullable Object>> rows(Lakehouse lakehouse) {
    return rows.apply(lakehouse);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (SystemColumn column : columns) {
      RelDataType type =
          column.type() == SqlTypeName.TIMESTAMP
              ? factory.createSqlType(SqlTypeName.TIMESTAMP, TIME_DIGITS)
              : factory.createSqlType(column.type());
      builder.add(column.name(), factory.createTypeWithNullability(type, column.nullable()));
    }
    return builder.build();
  }
}
