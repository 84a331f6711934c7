package io.azof.storage.parquet.page;

import java.util.List;
import java.util.Optional;

/**
 * Where the columns of a Parquet file are.
 *
 * @param columns those at the top level that are no groups and not repeated
 * @param rowGroups in the order of the file
 */
public record FileLayout(List<StoredColumn> columns, List<RowGroup> rowGroups) {

  public FileLayout {
    columns = List.copyOf(columns);
    rowGroups = List.copyOf(rowGroups);
    for (RowGroup rowGroup : rowGroups) {
      for (StoredColumn column : columns) {
        if (column.leaf() >= rowGroup.chunks().size()) {
          throw new IllegalArgumentException("a row group lacks column " + column.name());
        }
      }
    }
  }

  /** The first column of a name. */
  public Optional<StoredColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Whether all pages of a column are such that a {@link ColumnReader} reads them. */
  public boolean isReadable(StoredColumn column) {
    return rowGroups.stream().allMatch(group -> group.chunk(column).isReadable());
  }

  /**
   * Where the chunks of a row group are.
   *
   * @param chunks of all leaves of the schema, in its order
   */
  public record RowGroup(long rows, List<ColumnChunk> chunks) {

    public RowGroup {
      chunks = List.copyOf(chunks);
    }

    /** That of a column. */
    public ColumnChunk chunk(StoredColumn column) {
      return chunks.get(column.leaf());
    }
  }
}
