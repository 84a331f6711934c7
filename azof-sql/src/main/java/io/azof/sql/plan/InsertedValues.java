package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.sql.catalog.LakehouseTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;

/**
 * Reads the texts that an INSERT puts into columns of other types: {@code '2019-01-17'} is a time
 * there, {@code '12'} a number.
 *
 * @param columns the columns that it writes, in the order of its values
 */
record InsertedValues(List<RelDataTypeField> columns) {

  /**
   * The same INSERT with values in the place of such texts.
   *
   * @param rowType of the table
   * @throws AzofException {@code SQL_INVALID} at a text that does not read as a value of its column
   */
  static SqlInsert read(SqlInsert insert, LakehouseTable table, RelDataType rowType) {
    SqlNodeList named = insert.getTargetColumnList();
    List<RelDataTypeField> columns = new ArrayList<>(rowType.getFieldList());
    if (named != null) {
      columns.clear();
      for (SqlNode name : named) {
        String column = TargetColumns.find((SqlIdentifier) name, table);
        columns.add(rowType.getField(column, true, false));
      }
    }
    SqlNode source = new InsertedValues(columns).of(insert.getSource());
    return new SqlInsert(
        insert.getParserPosition(), SqlNodeList.EMPTY, insert.getTargetTable(), source, named);
  }

  private SqlNode of(SqlNode source) {
    if (source.getKind() == SqlKind.VALUES) {
      SqlCall rows = (SqlCall) source;
      return rows.getOperator()
          .createCall(
              rows.getParserPosition(),
              rows.getOperandList().stream().map(row -> row((SqlCall) row)).toList());
    }
    readQuery(source);
    return source;
  }

  /** Reads the texts that a query selects, also one with a WITH before it or an ORDER BY behind. */
  private void readQuery(SqlNode query) {
    if (query instanceof SqlWith with) {
      readQuery(with.body);
    } else if (query instanceof SqlOrderBy ordered) {
      readQuery(ordered.query);
    } else if (query instanceof SqlSelect select) {
      SqlNodeList items = select.getSelectList();
      select.setSelectList(new SqlNodeList(values(items.getList()), items.getParserPosition()));
    }
  }

  private SqlNode row(SqlCall row) {
    return row.getOperator().createCall(row.getParserPosition(), values(row.getOperandList()));
  }

  /** Wrong numbers of values are for the validator to find, and what columns a star stands for. */
  private List<SqlNode> values(List<? extends SqlNode> items) {
    List<SqlNode> values = new ArrayList<>();
    boolean isPlaceKnown = true;
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      isPlaceKnown &= i < columns.size() && !(item instanceof SqlIdentifier id && id.isStar());
      boolean isText = isPlaceKnown && item instanceof SqlCharStringLiteral;
      values.add(isText ? WrittenText.value((SqlCharStringLiteral) item, columns.get(i)) : item);
    }
    return values;
  }
}
