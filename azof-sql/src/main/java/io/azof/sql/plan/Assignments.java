package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.parse.SqlFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * What can be put into which column: a value of the column's kind, a number into any column of
 * numbers, a date into a column of timestamps.
 */
final class Assignments {
  private static final List<Set<SqlTypeName>> KINDS =
      List.of(
          Set.copyOf(SqlTypeFamily.CHARACTER.getTypeNames()),
          Set.copyOf(SqlTypeFamily.NUMERIC.getTypeNames()),
          Set.copyOf(SqlTypeFamily.BINARY.getTypeNames()),
          Set.of(SqlTypeName.BOOLEAN),
          Set.of(SqlTypeName.DATE),
          Set.of(SqlTypeName.TIME),
          Set.of(SqlTypeName.TIMESTAMP));

  private final Function<SqlNode, @Nullable RelDataType> types;

  /**
   * @param types of validated expressions, as far as they are known
   */
  Assignments(Function<SqlNode, @Nullable RelDataType> types) {
    this.types = types;
  }

  /**
   * Requires that each column of an INSERT's rows can be put into its target.
   *
   * @throws AzofException {@code SQL_INVALID}, at the first value that cannot
   */
  void require(RelDataType rows, RelDataType target, SqlInsert insert) {
    for (int i = 0; i < rows.getFieldCount(); i++) {
      RelDataTypeField column = target.getFieldList().get(i);
      RelDataType type = rows.getFieldList().get(i).getType();
      List<SqlNode> values = values(insert.getSource(), i);
      if (values.isEmpty()) {
        require(type, column, position(insert, i));
      }
      for (SqlNode value : values) {
        require(value, type, column);
      }
    }
  }

  /** The expressions that a column comes from, where they can be told. */
  private static List<SqlNode> values(SqlNode source, int column) {
    List<SqlNode> values = new ArrayList<>();
    if (source.getKind() == SqlKind.VALUES) {
      ((SqlCall) source)
          .getOperandList()
          .forEach(row -> values.add(((SqlCall) row).operand(column)));
    } else if (source instanceof SqlSelect select) {
      values.add(unaliased(select.getSelectList().get(column)));
    }
    return values;
  }

  private static SqlNode unaliased(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  private static SqlNode position(SqlInsert insert, int column) {
    return insert.getTargetColumnList() == null
        ? insert.getSource()
        : insert.getTargetColumnList().get(column);
  }

  private void require(SqlNode value, RelDataType columnType, RelDataTypeField target) {
    if (value instanceof SqlDynamicParam || value.getKind() == SqlKind.DEFAULT) {
      return;
    }
    RelDataType type = types.apply(value);
    require(type == null ? columnType : type, target, value);
  }

  private static void require(RelDataType type, RelDataTypeField target, SqlNode place) {
    SqlTypeName from = type.getSqlTypeName();
    SqlTypeName to = target.getType().getSqlTypeName();
    boolean fits =
        from == SqlTypeName.NULL
            || from == SqlTypeName.DATE && to == SqlTypeName.TIMESTAMP
            || KINDS.stream().anyMatch(kind -> kind.contains(from) && kind.contains(to));
    if (!fits) {
      throw SqlFault.invalid(
          place.getParserPosition(),
          "Column \""
              + target.getName()
              + "\" is of type "
              + words(target.getType())
              + ", but the value is of type "
              + words(type)
              + "; CAST it");
    }
  }

  /** The name of a type without the length of a literal. */
  static String words(RelDataType type) {
    return SqlTypeUtil.inCharFamily(type)
        ? "VARCHAR"
        : type.getSqlTypeName().getName().replace('_', ' ');
  }
}
