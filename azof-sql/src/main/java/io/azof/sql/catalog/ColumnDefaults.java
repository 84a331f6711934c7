package io.azof.sql.catalog;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.ValueText;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.sql2rel.NullInitializerExpressionFactory;
import org.jspecify.annotations.Nullable;

/** What columns have in rows that say nothing of them: now, their default, else null. */
final class ColumnDefaults extends NullInitializerExpressionFactory {
  /** Where {@code key} and {@code event_time} are; the value columns follow. */
  private static final int KEY = 0;

  private static final int EVENT_TIME = 1;

  private final TableSchema schema;

  ColumnDefaults(TableSchema schema) {
    this.schema = schema;
  }

  /** Nulls are for the writer to refuse, by the schema that is current then. */
  @Override
  public ColumnStrategy generationStrategy(RelOptTable table, int column) {
    return column == KEY ? ColumnStrategy.NOT_NULLABLE : ColumnStrategy.DEFAULT;
  }

  @Override
  public RexNode newColumnDefaultValue(RelOptTable table, int column, InitializerContext context) {
    RexBuilder rex = context.getRexBuilder();
    RelDataType type = table.getRowType().getFieldList().get(column).getType();
    if (column == EVENT_TIME) {
      return rex.makeCall(type, SqlStdOperatorTable.CURRENT_TIMESTAMP, List.of());
    }
    Column valueColumn = schema.columns().get(column - 2);
    return value(rex, type, valueColumn.type(), valueColumn.defaultValue());
  }

  private static RexNode value(
      RexBuilder rex, RelDataType type, ColumnType columnType, @Nullable String text) {
    if (text == null) {
      return rex.makeNullLiteral(type);
    }
    return columnType.kind() == ColumnType.Kind.BINARY
        ? rex.makeBinaryLiteral(new ByteString((byte[]) ValueText.parse(columnType, text)))
        : rex.makeAbstractCast(type, rex.makeLiteral(text), false);
  }
}
