package io.azof.sql.write;

import io.azof.error.AzofException;
import io.azof.sql.catalog.ColumnTypes;
import io.azof.sql.parse.Definition.ColumnDefinition;
import io.azof.sql.parse.SqlFault;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBinaryStringLiteral;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.util.BitString;
import org.jspecify.annotations.Nullable;

/** Columns as statements define them, as columns of tables. */
final class DefinedColumns {
  /** The columns that every table has. */
  private static final Map<String, ColumnType> IMPLIED =
      Map.of(
          TableSchema.KEY, ColumnType.STRING,
          TableSchema.EVENT_TIME, ColumnType.DATE_TIME);

  private DefinedColumns() {}

  /**
   * The schema of a new table.
   *
   * @throws AzofException {@code SQL_INVALID} at a column that cannot be
   */
  static TableSchema schema(List<ColumnDefinition> definitions) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ColumnDefinition definition : definitions) {
      String name = definition.name().getSimple();
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw SqlFault.invalid(
            definition.name().getParserPosition(), "There are two columns \"" + name + "\"");
      }
      ColumnType implied = IMPLIED.get(name.toLowerCase(Locale.ROOT));
      if (implied == null) {
        columns.add(column(definition));
      } else {
        requireAgrees(definition, implied);
      }
    }
    return new TableSchema(columns);
  }

  private static void requireAgrees(ColumnDefinition definition, ColumnType implied) {
    if (!ColumnTypes.of(definition.type()).equals(implied) || definition.defaultValue() != null) {
      throw SqlFault.invalid(
          definition.name().getParserPosition(),
          "Every table has the column \""
              + definition.name().getSimple()
              + "\", of type "
              + (implied.equals(ColumnType.STRING) ? "VARCHAR" : "TIMESTAMP")
              + " and without a default; leave it out");
    }
  }

  /**
   * A column without an id.
   *
   * @throws AzofException {@code SQL_INVALID} at what is wrong
   */
  static Column column(ColumnDefinition definition) {
    String name = definition.name().getSimple();
    ColumnType type = ColumnTypes.of(definition.type());
    SqlNode value = definition.defaultValue();
    try {
      return new Column(0, name, type, definition.nullable(), name, 1, text(value), null);
    } catch (IllegalArgumentException e) {
      SqlNode place = value == null ? definition.name() : value;
      throw SqlFault.invalid(place.getParserPosition(), String.valueOf(e.getMessage()));
    }
  }

  /** A default in the form that CSV files have. */
  private static @Nullable String text(@Nullable SqlNode value) {
    if (value == null
        || SqlKind.LITERAL == value.getKind() && ((SqlLiteral) value).getValue() == null) {
      return null;
    }
    if (value.getKind() == SqlKind.MINUS_PREFIX
        && ((SqlCall) value).operand(0) instanceof SqlNumericLiteral number) {
      return "-" + number.toValue();
    }
    if (value instanceof SqlBinaryStringLiteral bytes) {
      BitString bits = bytes.getValueAs(BitString.class);
      return HexFormat.of().formatHex(bits.getAsByteArray());
    }
    if (value instanceof SqlLiteral literal) {
      return literal.toValue();
    }
    throw SqlFault.unsupported(
        value.getParserPosition(), "The default of a column must be a literal");
  }
}
