package io.azof.storage.parquet;

import io.azof.storage.parquet.page.ColumnChunk;
import io.azof.storage.parquet.page.FileLayout;
import io.azof.storage.parquet.page.StoredColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/** Reads from a footer where the columns of the file are. */
final class FileLayoutReader {
  private FileLayoutReader() {}

  static FileLayout layout(FileMetaData footer) {
    List<FileLayout.RowGroup> rowGroups = new ArrayList<>();
    for (RowGroup rowGroup : footer.getRow_groups()) {
      rowGroups.add(
          new FileLayout.RowGroup(
              rowGroup.getNum_rows(),
              rowGroup.getColumns().stream()
                  .map(chunk -> ColumnChunk.of(chunk.getMeta_data()))
                  .toList()));
    }
    return new FileLayout(columns(footer.getSchema()), rowGroups);
  }

  private static List<StoredColumn> columns(List<SchemaElement> elements) {
    List<StoredColumn> columns = new ArrayList<>();
    int leaf = 0;
    int within = 0;
    for (SchemaElement element : elements.subList(1, elements.size())) {
      boolean isLeaf = element.isSetType();
      if (isLeaf && within == 0 && element.getRepetition_type() != FieldRepetitionType.REPEATED) {
        columns.add(
            new StoredColumn(
                element.getName(),
                leaf,
                element.getType(),
                element.getType_length(),
                element.getRepetition_type() == FieldRepetitionType.OPTIONAL));
      }
      within -= within > 0 ? 1 : 0;
      within += element.getNum_children();
      leaf += isLeaf ? 1 : 0;
    }
    return columns;
  }
}
