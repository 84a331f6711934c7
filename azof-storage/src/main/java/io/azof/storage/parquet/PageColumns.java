package io.azof.storage.parquet;

import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import io.azof.storage.parquet.page.ColumnReader;
import io.azof.storage.parquet.page.FileLayout;
import io.azof.storage.parquet.page.StoredColumn;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Which columns of files are decoded page by page, and what becomes of them. */
final class PageColumns {
  static final Field KEY =
      Field.nullable(TableSchema.KEY, ArrowColumns.arrowType(ColumnType.STRING));
  static final Field EVENT_TIME =
      Field.nullable(TableSchema.EVENT_TIME, ArrowColumns.arrowType(ColumnType.DATE_TIME));

  private PageColumns() {}

  /** Whether the names of the columns tell them apart; else Arrow Dataset refuses the file. */
  static boolean haveNames(DataFileFooter footer) {
    return footer.columns().stream().map(FileColumn::name).distinct().count()
        == footer.columns().size();
  }

  /** A column of a file as it is decoded; empty when it is not one that is decoded so. */
  static Optional<Field> field(DataFileFooter footer, String name) {
    FileLayout layout = footer.layout();
    if (layout == null) {
      return Optional.empty();
    }
    Optional<StoredColumn> stored = layout.column(name).filter(layout::isReadable);
    Optional<ArrowType> type =
        footer.columns().stream()
            .filter(column -> column.name().equals(name))
            .findFirst()
            .flatMap(PageColumns::arrowType);
    if (stored.isEmpty() || type.isEmpty() || !ColumnReader.canRead(stored.get(), type.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new Field(name, new FieldType(stored.get().isOptional(), type.get(), null), null));
  }

  private static Optional<ArrowType> arrowType(FileColumn column) {
    return FileSchema.columnType(column).map(ArrowColumns::arrowType);
  }
}
