package io.azof.sql.catalog;

import io.azof.storage.Table;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** A pinned table of a lakehouse with its columns as SQL types. */
public final class LakehouseTable extends AbstractTable implements TemporalTable {
  private final Table table;

  LakehouseTable(Table table) {
    this.table = table;
  }

  public Table table() {
    return table;
  }

  /**
   * {@code key}, {@code event_time}, then the value columns, nullable as a scan promises: a NOT
   * NULL that the data breaks would let the planner decide IS NULL wrongly.
   */
  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder columns = factory.builder();
    columns.add(TableSchema.KEY, type(factory, ColumnType.STRING, false));
    columns.add(TableSchema.EVENT_TIME, type(factory, ColumnType.DATE_TIME, false));
    Schema promised = table.scan().arrowSchema();
    for (Column column : table.schema().columns()) {
      boolean nullable = promised.findField(column.name()).isNullable();
      columns.add(column.name(), type(factory, column.type(), nullable));
    }
    return columns.build();
  }

  private static RelDataType type(RelDataTypeFactory factory, ColumnType type, boolean nullable) {
    RelDataType sqlType =
        switch (type) {
          case STRING -> factory.createSqlType(SqlTypeName.VARCHAR);
          case INT -> factory.createSqlType(SqlTypeName.BIGINT);
          case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case DATE_TIME -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
        };
    return factory.createTypeWithNullability(sqlType, nullable);
  }

  @Override
  public String getSysStartFieldName() {
    return TableSchema.EVENT_TIME;
  }

  @Override
  public String getSysEndFieldName() {
    return TableSchema.EVENT_TIME;
  }
}
