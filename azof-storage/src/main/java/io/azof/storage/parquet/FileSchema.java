package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a data file has the columns of a table: docs/FORMAT.md, Data files and Evolution. Files with
 * equal schemas can be read together.
 */
public record FileSchema(List<ColumnSource> columns) {
  private static final List<FileColumn> FIRST =
      List.of(
          new FileColumn(TableSchema.KEY, parquetType(ColumnType.STRING)),
          new FileColumn(TableSchema.EVENT_TIME, parquetType(ColumnType.DATE_TIME)));

  /** The types without parameters. */
  private static final List<ColumnType> SIMPLE =
      List.of(
          ColumnType.STRING,
          ColumnType.INT,
          ColumnType.BOOLEAN,
          ColumnType.DATE_TIME,
          ColumnType.DOUBLE,
          ColumnType.DATE,
          ColumnType.BINARY);

  public FileSchema {
    columns = List.copyOf(columns);
  }

  /**
   * Checks that a file has the columns that it must have, and says how. A file of a table that was
   * never altered, which nothing is said of, has them all and in their order. Any other file has
   * those of the schema that it was written with, wherever they stand: a column that came later is
   * not in it, and one that was widened later may have its older type.
   *
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} that names the first column that differs
   */
  public static FileSchema of(
      TableSchema table, DataFile file, DataFileFooter footer, String label) {
    if (file.facts() == null && table.id() == 1) {
      require(table, footer, label);
    } else {
      requireAtStart(FIRST, footer, label);
    }
    List<ColumnSource> sources = new ArrayList<>();
    for (Column column : table.columns()) {
      sources.add(source(column, table, file, footer, label));
    }
    return new FileSchema(sources);
  }

  /**
   * Checks that a file starts with {@code key}, {@code event_time} and the table's columns, each of
   * its Parquet type. Further columns may follow.
   *
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} that names the first column that differs
   */
  public static void require(TableSchema table, DataFileFooter footer, String label) {
    List<FileColumn> expected = new ArrayList<>(FIRST);
    for (Column column : table.columns()) {
      expected.add(new FileColumn(column.physicalName(), parquetType(column.type())));
    }
    requireAtStart(expected, footer, label);
  }

  private static void requireAtStart(
      List<FileColumn> expected, DataFileFooter footer, String label) {
    for (int i = 0; i < expected.size(); i++) {
      FileColumn column = expected.get(i);
      String found =
          i < footer.columns().size()
              ? describe(footer.columns().get(i))
              : "only " + footer.columns().size() + " columns";
      if (!found.equals(describe(column))) {
        throw corrupt(
            label, "column " + (i + 1) + " should be " + describe(column) + ", found " + found);
      }
    }
  }

  private static ColumnSource source(
      Column column, TableSchema table, DataFile file, DataFileFooter footer, String label) {
    if (column.since() > file.schemaId()) {
      return ColumnSource.notStored(column.name(), column.type(), column.defaultValue());
    }
    FileColumn expected = new FileColumn(column.physicalName(), parquetType(column.type()));
    Optional<FileColumn> found =
        footer.columns().stream()
            .filter(candidate -> candidate.name().equals(expected.name()))
            .findFirst();
    boolean mayBeOlder = file.schemaId() < table.id();
    return found
        .flatMap(FileSchema::columnType)
        .filter(
            stored -> mayBeOlder ? stored.widensTo(column.type()) : stored.equals(column.type()))
        .map(stored -> ColumnSource.stored(column.name(), column.type(), expected.name(), stored))
        .orElseThrow(
            () ->
                corrupt(
                    label,
                    "column \""
                        + column.name()
                        + "\" should be in it as "
                        + describe(expected)
                        + ", found "
                        + found.map(FileSchema::describe).orElse("none of that name")));
  }

  /** What columns are called in the file; without those that it does not have. */
  public List<String> storedNames(List<String> names) {
    List<String> stored = new ArrayList<>();
    for (String name : names) {
      String storedName = source(name).storedName();
      if (storedName != null) {
        stored.add(storedName);
      }
    }
    return stored;
  }

  /**
   * Where the values of a column come from.
   *
   * @param name a column of the table, or one that files have by themselves
   */
  ColumnSource source(String name) {
    return columns.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseGet(
            () ->
                switch (name) {
                  case TableSchema.KEY -> ofItself(name, ColumnType.STRING);
                  case TableSchema.EVENT_TIME -> ofItself(name, ColumnType.DATE_TIME);
                  case TableSchema.SEQUENCE -> ofItself(name, ColumnType.INT);
                  case TableSchema.DELETED -> ofItself(name, ColumnType.BOOLEAN);
                  default -> throw new IllegalArgumentException("no column \"" + name + "\"");
                });
  }

  private static ColumnSource ofItself(String name, ColumnType type) {
    return ColumnSource.stored(name, type, name, type);
  }

  private static AzofException corrupt(String label, String difference) {
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT,
        Character.toUpperCase(label.charAt(0))
            + label.substring(1)
            + " has another schema than the table: "
            + difference);
  }

  private static String describe(FileColumn column) {
    return "\"" + column.name() + "\" " + column.type();
  }

  /** The Parquet type of a column type, in the words of {@link FileColumn#type}. */
  private static String parquetType(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "STRING";
      case INT -> "INT64";
      case BOOLEAN -> "BOOLEAN";
      case DATE_TIME -> "TIMESTAMP(MILLIS,UTC)";
      case DOUBLE -> "DOUBLE";
      case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
      case DATE -> "DATE";
      case BINARY -> "BYTE_ARRAY";
    };
  }

  /** The column type of a column of a file; empty when no column of a table is stored so. */
  static Optional<ColumnType> columnType(FileColumn column) {
    String type = column.type();
    if (type.startsWith("DECIMAL")) {
      return ColumnType.ofFormatName("Decimal" + type.substring("DECIMAL".length()));
    }
    return SIMPLE.stream().filter(candidate -> parquetType(candidate).equals(type)).findFirst();
  }
}
