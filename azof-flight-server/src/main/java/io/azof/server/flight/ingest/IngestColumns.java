package io.azof.server.flight.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.ArrowColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Which column of a table each column of the rows becomes. */
public final class IngestColumns {
  private final String table;
  private final List<Field> targets;
  private final DictionaryProvider dictionaries;

  private IngestColumns(String table, List<Field> targets, DictionaryProvider dictionaries) {
    this.table = table;
    this.targets = targets;
    this.dictionaries = dictionaries;
  }

  /**
   * Columns for a table that exists: by name, exactly or else without case.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} without a column of keys or event times, {@code
   *     COLUMN_NOT_FOUND} for a column that the table does not have
   */
  public static IngestColumns of(
      IngestRequest request, TableSchema schema, Schema sent, DictionaryProvider dictionaries) {
    requireKeyAndTime(request, sent);
    List<Field> targets = new ArrayList<>();
    for (Field field : sent.getFields()) {
      targets.add(
          implied(request, field)
              .orElseGet(
                  () -> {
                    Column column = column(request, schema, field);
                    return target(column.name(), column.type());
                  }));
    }
    return new IngestColumns(request.table(), targets, dictionaries);
  }

  /**
   * Columns for a new table, of the types that hold what is sent.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} without a column of keys or event times, {@code
   *     UNSUPPORTED} for a column of a type that no table has
   */
  public static IngestColumns ofNewTable(
      IngestRequest request, Schema sent, DictionaryProvider dictionaries) {
    requireKeyAndTime(request, sent);
    List<Field> targets = new ArrayList<>();
    for (Field field : sent.getFields()) {
      targets.add(
          implied(request, field)
              .orElseGet(() -> target(field.getName(), columnType(request, field, dictionaries))));
    }
    return new IngestColumns(request.table(), targets, dictionaries);
  }

  /** The columns as a new table has them. */
  public TableSchema tableSchema() {
    return new TableSchema(
        targets.stream()
            .filter(
                field ->
                    !field.getName().equals(TableSchema.KEY)
                        && !field.getName().equals(TableSchema.EVENT_TIME))
            .map(
                field ->
                    new Column(
                        field.getName(),
                        ArrowColumns.columnType(field.getType()).orElseThrow(),
                        true))
            .toList());
  }

  /**
   * A batch with the columns of the table; the receiver closes it, before what was sent.
   *
   * @param rowsBefore how many rows were sent before, for messages
   * @throws AzofException {@code ARGUMENT_INVALID} for a value that does not fit its column
   */
  public IngestBatch openBatch(VectorSchemaRoot sent, long rowsBefore, BufferAllocator allocator) {
    return IngestBatch.open(sent, targets, dictionaries, allocator, table, rowsBefore);
  }

  private static void requireKeyAndTime(IngestRequest request, Schema sent) {
    requireColumn(request.table(), request.keyColumn(), IngestRequest.KEY_OPTION, sent);
    requireColumn(
        request.table(), request.eventTimeColumn(), IngestRequest.EVENT_TIME_OPTION, sent);
  }

  private static void requireColumn(String table, String name, String option, Schema sent) {
    if (sent.getFields().stream().noneMatch(field -> field.getName().equals(name))) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The rows for table \""
              + table
              + "\" have no column \""
              + name
              + "\"; say which one is the "
              + option
              + " by the option "
              + option
              + " or the header ingest-"
              + option.replace('_', '-')
              + "; they have "
              + sent.getFields().stream().map(Field::getName).collect(Collectors.joining(", ")));
    }
  }

  private static Optional<Field> implied(IngestRequest request, Field field) {
    if (field.getName().equals(request.keyColumn())) {
      return Optional.of(target(TableSchema.KEY, ColumnType.STRING));
    }
    return field.getName().equals(request.eventTimeColumn())
        ? Optional.of(target(TableSchema.EVENT_TIME, ColumnType.DATE_TIME))
        : Optional.empty();
  }

  private static Field target(String name, ColumnType type) {
    return Field.nullable(name, ArrowColumns.arrowType(type));
  }

  private static Column column(IngestRequest request, TableSchema schema, Field field) {
    String name = field.getName();
    List<Column> found =
        schema.columns().stream().filter(column -> column.name().equals(name)).toList();
    if (found.isEmpty()) {
      found =
          schema.columns().stream().filter(column -> column.name().equalsIgnoreCase(name)).toList();
    }
    if (found.size() != 1) {
      throw new AzofException(
          ErrorCode.COLUMN_NOT_FOUND,
          "Table \""
              + request.table()
              + "\" has no column \""
              + name
              + "\"; it has "
              + String.join(", ", schema.columnNames()));
    }
    return found.get(0);
  }

  private static ColumnType columnType(
      IngestRequest request, Field field, DictionaryProvider dictionaries) {
    ArrowType type = field.getType();
    if (field.getDictionary() != null) {
      Dictionary dictionary = dictionaries.lookup(field.getDictionary().getId());
      type = dictionary.getVectorType();
    }
    Optional<ColumnType> found =
        switch (type.getTypeID()) {
          case Utf8, LargeUtf8, Utf8View, Null -> Optional.of(ColumnType.STRING);
          case Int -> Optional.of(ColumnType.INT);
          case FloatingPoint -> Optional.of(ColumnType.DOUBLE);
          case Bool -> Optional.of(ColumnType.BOOLEAN);
          case Date -> Optional.of(ColumnType.DATE);
          case Timestamp -> Optional.of(ColumnType.DATE_TIME);
          case Binary, LargeBinary, BinaryView, FixedSizeBinary -> Optional.of(ColumnType.BINARY);
          case Decimal -> decimal((ArrowType.Decimal) type);
          default -> Optional.empty();
        };
    ArrowType unfit = type;
    return found.orElseThrow(
        () ->
            new AzofException(
                ErrorCode.UNSUPPORTED,
                "Column \""
                    + field.getName()
                    + "\" of the rows for table \""
                    + request.table()
                    + "\" is of the Arrow type "
                    + unfit
                    + ", which no column of a table has"));
  }

  private static Optional<ColumnType> decimal(ArrowType.Decimal type) {
    boolean isValid =
        type.getPrecision() <= ColumnType.PRECISION_MAX
            && type.getScale() >= 0
            && type.getScale() <= type.getPrecision();
    return isValid
        ? Optional.of(ColumnType.decimal(type.getPrecision(), type.getScale()))
        : Optional.empty();
  }
}
