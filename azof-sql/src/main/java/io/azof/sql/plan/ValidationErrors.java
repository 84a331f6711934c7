package io.azof.sql.plan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.catalog.NamedTypes;
import io.azof.sql.parse.Sentence;
import io.azof.sql.parse.SqlFault;
import io.azof.sql.parse.VersionedName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;

/** The validator's errors as one sentence each, with the nearest name that exists. */
final class ValidationErrors {
  private static final Pattern OBJECT = Pattern.compile("Object '(.*?)' not found.*");
  private static final Pattern QUALIFIER = Pattern.compile("Table '(.*?)' not found.*");
  private static final Pattern COLUMN =
      Pattern.compile("Column '(.*?)' not found in (any table|table '(.*?)').*");
  private static final Pattern FUNCTION =
      Pattern.compile("No match found for function signature ([^(]+)\\((.*)\\)");
  private static final Pattern TYPE = Pattern.compile("Unknown identifier '(.*?)'.*");
  private static final List<String> STANDARD_TYPES =
      List.of(
          "BIGINT",
          "BOOLEAN",
          "CHAR",
          "DATE",
          "DECIMAL",
          "DOUBLE",
          "FLOAT",
          "INT",
          "INTEGER",
          "NUMERIC",
          "REAL",
          "SMALLINT",
          "TIME",
          "TIMESTAMP",
          "TINYINT",
          "VARBINARY",
          "VARCHAR");
  private static final Pattern FORMS =
      Pattern.compile("Supported form\\(s\\): (.*)", Pattern.DOTALL);
  private static final int FORMS_MAX = 3;
  private static final Pattern SUPPORTED_FORMS = Pattern.compile("\\. Supported form\\(s\\).*");

  /** The end of the name of the table that DESCRIBE reads. */
  private static final String DESCRIBED = "$columns";

  private ValidationErrors() {}

  static AzofException of(CalciteContextException e, LakehouseSchema tables, SqlNode statement) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = Sentence.first(String.valueOf(cause.getMessage()));
    int line = e.getPosLine();
    int column = e.getPosColumn();
    Matcher object = OBJECT.matcher(message);
    if (object.matches()) {
      String name =
          VersionedName.of(object.group(1)).map(VersionedName::table).orElse(object.group(1));
      return noTable(line, column, name, tables);
    }
    Matcher qualifier = QUALIFIER.matcher(message);
    if (qualifier.matches()) {
      return SqlFault.at(
          ErrorCode.SQL_INVALID,
          line,
          column,
          "The query has no table or alias \""
              + qualifier.group(1)
              + "\""
              + nearest(qualifier.group(1), TableAliases.in(statement).stream()));
    }
    Matcher unknownColumn = COLUMN.matcher(message);
    if (unknownColumn.matches()) {
      return SqlFault.at(ErrorCode.SQL_INVALID, line, column, unknownColumn(unknownColumn, tables));
    }
    Matcher function = FUNCTION.matcher(message);
    if (function.matches()) {
      if (SupportedFunctions.INSTANCE.isKnownToCalcite(function.group(1))) {
        return SqlFault.at(
            ErrorCode.UNSUPPORTED, line, column, function.group(1) + " is not supported yet");
      }
      return SqlFault.at(
          ErrorCode.SQL_INVALID,
          line,
          column,
          "There is no function "
              + function.group(1)
              + " for arguments of type ("
              + function.group(2)
              + ")"
              + SupportedFunctions.INSTANCE.nearest(function.group(1)));
    }
    Matcher type = TYPE.matcher(message);
    if (type.matches()) {
      return SqlFault.at(ErrorCode.SQL_INVALID, line, column, noType(type.group(1)));
    }
    if (message.startsWith("Cannot apply '$SCALAR_QUERY'")) {
      return SqlFault.at(
          ErrorCode.SQL_INVALID,
          line,
          column,
          "A subquery that stands for one value must have one column");
    }
    Matcher forms = FORMS.matcher(String.valueOf(cause.getMessage()));
    return SqlFault.at(
        ErrorCode.SQL_INVALID,
        line,
        column,
        SUPPORTED_FORMS.matcher(message).replaceAll("")
            + (forms.find() ? expected(forms.group(1)) : ""));
  }

  private static String noType(String name) {
    List<String> known = new ArrayList<>(NamedTypes.names());
    known.addAll(STANDARD_TYPES);
    return "There is no type \"" + name + "\"" + NearestName.question(name, known);
  }

  /** What an operator or function takes: the first few forms. */
  private static String expected(String forms) {
    return forms
        .lines()
        .map(String::strip)
        .filter(form -> !form.isEmpty())
        .limit(FORMS_MAX)
        .collect(Collectors.joining(" or ", "; it takes ", ""));
  }

  static AzofException noTable(int line, int column, String name, LakehouseSchema tables) {
    boolean isDescribed = name.endsWith(DESCRIBED);
    String table = isDescribed ? name.substring(0, name.length() - DESCRIBED.length()) : name;
    return SqlFault.at(
        ErrorCode.TABLE_NOT_FOUND,
        line,
        column,
        "There is no table \"" + table + "\"" + nearest(table, tables.tableNames().stream()));
  }

  private static String unknownColumn(Matcher match, LakehouseSchema tables) {
    String name = match.group(1);
    String where = match.group(3) == null ? "" : " in \"" + match.group(3) + "\"";
    return "There is no column \"" + name + "\"" + where + nearest(name, columns(tables));
  }

  private static Stream<String> columns(LakehouseSchema tables) {
    return tables.pinnedTables().stream()
        .map(LakehouseTable::planned)
        .flatMap(table -> table.schema().columnNames().stream());
  }

  private static String nearest(String name, Stream<String> known) {
    return NearestName.question(name, known.toList());
  }
}
