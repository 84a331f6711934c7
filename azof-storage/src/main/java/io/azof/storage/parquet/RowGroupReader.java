package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter.EventTimes;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/** Reads what a footer says about the row groups of a file, and checks it against the file. */
final class RowGroupReader {
  private final List<FileColumn> columns;
  private final List<SchemaElement> elements;
  private final long bytes;
  private final String label;

  /**
   * @param columns of the file, at the top level
   * @param elements its schema as it stands in the footer
   * @param bytes the size of the file
   * @param label what to call the file in an error
   */
  RowGroupReader(List<FileColumn> columns, List<SchemaElement> elements, long bytes, String label) {
    this.columns = columns;
    this.elements = elements;
    this.bytes = bytes;
    this.label = label;
  }

  /**
   * @throws AzofException {@code DATA_FILE_CORRUPT} for what cannot be so
   */
  DataFileFooter.RowGroup read(RowGroup rowGroup) {
    requireWithin(rowGroup);
    requireKeys(rowGroup);
    return new DataFileFooter.RowGroup(
        rowGroup.getNum_rows(), eventTimes(rowGroup), keys(rowGroup), keyBloomOffset(rowGroup));
  }

  /** A column chunk that ends behind the end of the file shows a file that was cut. */
  private void requireWithin(RowGroup rowGroup) {
    for (ColumnChunk chunk : rowGroup.getColumns()) {
      long start = chunk.getMeta_data().getData_page_offset();
      if (chunk.getMeta_data().isSetDictionary_page_offset()) {
        start = Math.min(start, chunk.getMeta_data().getDictionary_page_offset());
      }
      long length = chunk.getMeta_data().getTotal_compressed_size();
      if (start < 0 || length < 0 || start > bytes - length) {
        throw FooterReader.corrupt(
            label,
            "is cut off: it has "
                + bytes
                + " bytes, but a column should have "
                + length
                + " from byte "
                + start
                + " on",
            null);
      }
    }
  }

  /** The first column of a data file is its key, which every row has. */
  private void requireKeys(RowGroup rowGroup) {
    ColumnMetaData first = rowGroup.getColumns().get(0).getMeta_data();
    boolean isFlat = first.getPath_in_schema().size() == 1;
    if (isFlat && first.getNum_values() != rowGroup.getNum_rows()) {
      throw FooterReader.corrupt(
          label,
          "has a row group of "
              + rowGroup.getNum_rows()
              + " rows with "
              + first.getNum_values()
              + " keys",
          null);
    }
    if (first.isSetStatistics() && first.getStatistics().getNull_count() > 0) {
      throw FooterReader.corrupt(
          label, "holds " + first.getStatistics().getNull_count() + " rows without a key", null);
    }
  }

  /** Those of the second column, where the event times are. */
  private @Nullable EventTimes eventTimes(RowGroup rowGroup) {
    boolean isThere =
        columns.size() > 1
            && columns.get(1).name().equals(TableSchema.EVENT_TIME)
            && !elements.get(1).isSetNum_children()
            && rowGroup.getColumnsSize() > 1;
    if (!isThere) {
      return null;
    }
    boolean required = elements.get(2).getRepetition_type() == FieldRepetitionType.REQUIRED;
    return eventTimes(rowGroup.getColumns().get(1), required);
  }

  private @Nullable EventTimes eventTimes(ColumnChunk chunk, boolean required) {
    Statistics statistics = chunk.getMeta_data().getStatistics();
    if (statistics == null || !(required || statistics.isSetNull_count())) {
      return null;
    }
    if (statistics.getNull_count() > 0) {
      throw FooterReader.corrupt(
          label, "holds " + statistics.getNull_count() + " rows without an event time", null);
    }
    byte[] min = statistics.isSetMin_value() ? statistics.getMin_value() : statistics.getMin();
    byte[] max = statistics.isSetMax_value() ? statistics.getMax_value() : statistics.getMax();
    if (min == null || max == null || min.length != Long.BYTES || max.length != Long.BYTES) {
      return null;
    }
    EventTimes times = new EventTimes(littleEndian(min), littleEndian(max));
    if (times.minMillis() > times.maxMillis()) {
      throw FooterReader.corrupt(
          label, "says of a row group that its event times end before they start", null);
    }
    return times;
  }

  /** Those of the first column. Only the newer of two kinds of bounds is known to be in order. */
  private KeyRange keys(RowGroup rowGroup) {
    Statistics statistics = rowGroup.getColumns().get(0).getMeta_data().getStatistics();
    if (statistics == null || !isKey(columns.get(0))) {
      return KeyRange.ALL;
    }
    return new KeyRange(
        statistics.isSetMin_value() ? text(statistics.getMin_value()) : null,
        statistics.isSetMax_value() ? text(statistics.getMax_value()) : null);
  }

  private long keyBloomOffset(RowGroup rowGroup) {
    ColumnMetaData key = rowGroup.getColumns().get(0).getMeta_data();
    return isKey(columns.get(0)) && key.isSetBloom_filter_offset()
        ? Math.max(0, key.getBloom_filter_offset())
        : 0;
  }

  private static boolean isKey(FileColumn column) {
    return column.name().equals(TableSchema.KEY) && column.type().equals("STRING");
  }

  /** Null for bytes that are no text: a bound may have been cut in the middle of a character. */
  private static @Nullable String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static long littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
