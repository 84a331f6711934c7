package io.azof.sql.catalog;

import io.azof.sql.parse.VersionedName;
import io.azof.storage.Table;
import io.azof.storage.TableRequest;
import io.azof.storage.model.TableSchema;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.InitializerExpressionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A table of a lakehouse with its columns as SQL types. It keeps no snapshot unless the statement
 * says which, for statements that are prepared live long.
 */
public final class LakehouseTable extends AbstractTable implements TemporalTable {
  private final PlannedTable planned;
  private final Schema arrowSchema;
  private final @Nullable Table fixedVersion;
  private final String lookupName;
  private final SessionSettings settings;

  /**
   * @param lookupName a {@link VersionedName} when the statement asks for a version or a history
   * @param settings when it is looked at if the statement says nothing else
   */
  LakehouseTable(Table table, String lookupName, SessionSettings settings) {
    this.lookupName = lookupName;
    this.settings = settings;
    this.planned = PlannedTable.of(table);
    this.arrowSchema = request(table).arrowSchema();
    this.fixedVersion = isOfFixedVersion(lookupName) ? table : null;
  }

  /** By which it is looked up: the table's name, perhaps with a version. */
  String lookupName() {
    return lookupName;
  }

  private static boolean isOfFixedVersion(String lookupName) {
    return VersionedName.of(lookupName).map(VersionedName::version).isPresent();
  }

  /** The version that the statement wants; empty when each execution takes the current one. */
  public Optional<Table> fixedVersion() {
    return Optional.ofNullable(fixedVersion);
  }

  /** What the session says for all tables. */
  public SessionSettings settings() {
    return settings;
  }

  /** Whether its history is asked for instead of a state. */
  public boolean isHistory() {
    return VersionedName.of(lookupName).map(VersionedName::isHistory).orElse(false);
  }

  /** By which the history of this table at this version is looked up. */
  public String historyName() {
    return VersionedName.historyOf(lookupName);
  }

  /** The table as the statement names it. */
  public String shownName() {
    return VersionedName.shown(lookupName);
  }

  public PlannedTable planned() {
    return planned;
  }

  /** What is asked of a version of the table, with all columns, at no particular time. */
  public TableRequest request(Table version) {
    return isHistory() ? version.history() : version.scan();
  }

  /** {@code key}, {@code event_time}, then the value columns, all as they are delivered. */
  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder columns = factory.builder();
    for (Field field : arrowSchema.getFields()) {
      RelDataType type = type(factory, field.getType());
      columns.add(field.getName(), factory.createTypeWithNullability(type, field.isNullable()));
    }
    return columns.build();
  }

  /** Also gives what rows have in columns of which an INSERT says nothing. */
  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type == InitializerExpressionFactory.class
        ? type.cast(new ColumnDefaults(planned.schema()))
        : super.unwrap(type);
  }

  private static RelDataType type(RelDataTypeFactory factory, ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8 -> factory.createSqlType(SqlTypeName.VARCHAR);
      case Int -> factory.createSqlType(SqlTypeName.BIGINT);
      case Bool -> factory.createSqlType(SqlTypeName.BOOLEAN);
      case Timestamp -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
      case FloatingPoint -> factory.createSqlType(SqlTypeName.DOUBLE);
      case Decimal -> {
        ArrowType.Decimal decimal = (ArrowType.Decimal) type;
        yield factory.createSqlType(
            SqlTypeName.DECIMAL, decimal.getPrecision(), decimal.getScale());
      }
      case Date -> factory.createSqlType(SqlTypeName.DATE);
      case Binary -> factory.createSqlType(SqlTypeName.VARBINARY);
      default -> throw new IllegalStateException("a column of type " + type);
    };
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
