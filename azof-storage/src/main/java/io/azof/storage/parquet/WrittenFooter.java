package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Util;

/**
 * Finishes the footer of a file that DuckDB wrote: it can neither say that milliseconds are UTC nor
 * that rows are sorted.
 */
final class WrittenFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

  private WrittenFooter() {}

  /** Gives the filters of the keys of each row group, while the file is as it was written. */
  @FunctionalInterface
  interface Blooms {
    List<KeyBloom> of(FileMetaData footer) throws IOException;
  }

  /**
   * Replaces the footer.
   *
   * @param schema the columns as their readers shall see them
   * @param order what the file promises of its keys
   * @param blooms gives the filters of the keys of each row group
   * @return the footer as it is now
   */
  static FileMetaData finish(Path file, Schema schema, KeyOrder order, String writer, Blooms blooms)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer tail = read(channel, channel.size() - TAIL_BYTES, TAIL_BYTES);
      int footerBytes = tail.getInt();
      long footerStart = channel.size() - TAIL_BYTES - footerBytes;
      FileMetaData footer =
          Util.readFileMetaData(
              new ByteArrayInputStream(read(channel, footerStart, footerBytes).array()));
      List<KeyBloom> filters = blooms.of(footer);
      declare(footer, schema, order, writer);
      channel.truncate(footerStart);
      write(channel, write(channel, footerStart, footer.getRow_groups(), filters), footer);
      return footer;
    }
  }

  /**
   * Whether more values are null than those of tombstones.
   *
   * @param deletes how many rows of the file are tombstones, which are null in all value columns
   */
  static boolean hasNulls(FileMetaData footer, long deletes) {
    Map<String, Long> nulls = new HashMap<>();
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        ColumnMetaData column = chunk.getMeta_data();
        nulls.merge(
            column.getPath_in_schema().get(0), column.getStatistics().getNull_count(), Long::sum);
      }
    }
    nulls.remove(TableSchema.DELETED);
    nulls.remove(TableSchema.SEQUENCE);
    nulls.remove(TableSchema.KEY);
    nulls.remove(TableSchema.EVENT_TIME);
    return nulls.values().stream().anyMatch(count -> count > deletes);
  }

  private static void declare(FileMetaData footer, Schema schema, KeyOrder order, String writer) {
    List<Field> fields = schema.getFields();
    for (int i = 0; i < fields.size(); i++) {
      SchemaElement column = footer.getSchema().get(i + 1); // the first is the row itself
      if (fields.get(i).getType().equals(StoredRowsReader.TIME)) {
        column.setConverted_type(ConvertedType.TIMESTAMP_MILLIS);
        column.setLogicalType(
            LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MILLIS(new MilliSeconds()))));
      }
    }
    footer.addToKey_value_metadata(new KeyValue("azof.writer").setValue(writer));
    if (order != KeyOrder.UNKNOWN) {
      footer.addToKey_value_metadata(
          new KeyValue(KeyOrder.FOOTER_KEY).setValue(order.name().toLowerCase(Locale.ROOT)));
      List<SortingColumn> sorting =
          List.of(
              sorting(schema, TableSchema.KEY, false),
              sorting(schema, TableSchema.EVENT_TIME, true));
      for (RowGroup group : footer.getRow_groups()) {
        group.setSorting_columns(sorting);
      }
    }
  }

  private static SortingColumn sorting(Schema schema, String column, boolean descending) {
    return new SortingColumn(
        schema.getFields().indexOf(schema.findField(column)), descending, false);
  }

  /** Writes filters, and says in their row groups where they are. */
  private static long write(
      FileChannel channel, long start, List<RowGroup> rowGroups, List<KeyBloom> blooms)
      throws IOException {
    long at = start;
    for (int i = 0; i < blooms.size(); i++) {
      byte[] bytes = blooms.get(i).bytes();
      ColumnMetaData key = rowGroups.get(i).getColumns().get(0).getMeta_data();
      key.setBloom_filter_offset(at);
      key.setBloom_filter_length(bytes.length);
      writeAll(channel, at, ByteBuffer.wrap(bytes));
      at += bytes.length;
    }
    return at;
  }

  private static void write(FileChannel channel, long at, FileMetaData footer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, bytes);
    ByteBuffer all =
        ByteBuffer.allocate(bytes.size() + TAIL_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(bytes.toByteArray())
            .putInt(bytes.size())
            .put(MAGIC)
            .flip();
    writeAll(channel, at, all);
  }

  private static void writeAll(FileChannel channel, long at, ByteBuffer all) throws IOException {
    while (all.hasRemaining()) {
      channel.write(all, at + all.position());
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("the file ends within its footer");
      }
    }
    return bytes.flip();
  }
}
