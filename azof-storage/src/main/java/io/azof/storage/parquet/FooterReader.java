package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.DataFileFooter.EventTimes;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * Reads the footer of a Parquet file, as the <a
 * href="https://parquet.apache.org/docs/file-format/">file format</a> says: {@code PAR1 … footer,
 * its length in 4 bytes, PAR1}.
 */
public final class FooterReader {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = MAGIC.length + Integer.BYTES;

  private FooterReader() {}

  /**
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} when it is no whole Parquet file, {@code
   *     STORE_FAILED} when it cannot be read
   */
  public static DataFileFooter read(Path file, String label) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = channel.size();
      FileMetaData metadata = metadata(channel, bytes, label);
      return footer(metadata, bytes, label);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read " + label + ": " + e.getMessage(), e);
    }
  }

  /** The footer of a file as it is, whatever its columns are; errors as of {@link #read}. */
  static FileMetaData metadata(Path file, String label) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return metadata(channel, channel.size(), label);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read " + label + ": " + e.getMessage(), e);
    }
  }

  private static FileMetaData metadata(FileChannel channel, long bytes, String label)
      throws IOException {
    if (bytes < MAGIC.length + TAIL_BYTES || !isMagic(read(channel, bytes - MAGIC.length, 4))) {
      throw corrupt(label, "is not a whole Parquet file: it does not end with PAR1", null);
    }
    if (!isMagic(read(channel, 0, MAGIC.length))) {
      throw corrupt(label, "is not a Parquet file: it does not start with PAR1", null);
    }
    int footerBytes =
        read(channel, bytes - TAIL_BYTES, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (footerBytes <= 0 || footerBytes > bytes - TAIL_BYTES - MAGIC.length) {
      throw corrupt(label, "has a footer of impossible length " + footerBytes, null);
    }
    byte[] footer = read(channel, bytes - TAIL_BYTES - footerBytes, footerBytes).array();
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(footer));
    } catch (IOException | RuntimeException e) {
      throw corrupt(label, "has a footer that cannot be read", e);
    }
  }

  private static DataFileFooter footer(FileMetaData metadata, long bytes, String label) {
    try {
      return trustedFooter(metadata, bytes, label);
    } catch (AzofException e) {
      throw e;
    } catch (RuntimeException e) { // from parts that the format requires and that are not there
      throw corrupt(label, "has a footer that is not whole", e);
    }
  }

  private static DataFileFooter trustedFooter(FileMetaData metadata, long bytes, String label) {
    List<SchemaElement> elements = metadata.getSchema();
    List<FileColumn> columns = columns(elements, label);
    List<DataFileFooter.RowGroup> rowGroups = new ArrayList<>();
    for (RowGroup rowGroup : metadata.getRow_groups()) {
      requireWithin(rowGroup, bytes, label);
      requireKeys(rowGroup, label);
      rowGroups.add(
          new DataFileFooter.RowGroup(
              rowGroup.getNum_rows(),
              eventTimes(rowGroup, columns, elements, label),
              keys(rowGroup, columns),
              keyBloomOffset(rowGroup, columns)));
    }
    DataFileFooter footer =
        new DataFileFooter(bytes, columns, keyOrder(metadata), rowGroups, sizes(metadata));
    if (footer.rows() != metadata.getNum_rows()) {
      throw corrupt(
          label,
          "says it has "
              + metadata.getNum_rows()
              + " rows, but its row groups have "
              + footer.rows(),
          null);
    }
    return footer;
  }

  private static ColumnSizes sizes(FileMetaData metadata) {
    Map<String, Long> bytes = new HashMap<>();
    for (RowGroup rowGroup : metadata.getRow_groups()) {
      for (ColumnChunk chunk : rowGroup.getColumns()) {
        ColumnMetaData column = chunk.getMeta_data();
        bytes.merge(
            column.getPath_in_schema().get(0), column.getTotal_uncompressed_size(), Long::sum);
      }
    }
    return new ColumnSizes(metadata.getNum_rows(), bytes);
  }

  /** The columns at the top level; what is within a group is part of it. */
  private static List<FileColumn> columns(List<SchemaElement> elements, String label) {
    List<FileColumn> columns = new ArrayList<>();
    int within = 0;
    for (SchemaElement element : elements.subList(1, elements.size())) {
      if (!element.isSetRepetition_type()) {
        throw corrupt(
            label, "does not say whether column \"" + element.getName() + "\" is optional", null);
      }
      if (within == 0) {
        columns.add(new FileColumn(element.getName(), type(element)));
      } else {
        within--;
      }
      within += element.getNum_children();
    }
    return columns;
  }

  /** A column chunk that ends behind the end of the file shows a file that was cut. */
  private static void requireWithin(RowGroup rowGroup, long bytes, String label) {
    for (ColumnChunk chunk : rowGroup.getColumns()) {
      long start = chunk.getMeta_data().getData_page_offset();
      if (chunk.getMeta_data().isSetDictionary_page_offset()) {
        start = Math.min(start, chunk.getMeta_data().getDictionary_page_offset());
      }
      long length = chunk.getMeta_data().getTotal_compressed_size();
      if (start < 0 || length < 0 || start > bytes - length) {
        throw corrupt(
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
  private static void requireKeys(RowGroup rowGroup, String label) {
    ColumnMetaData first = rowGroup.getColumns().get(0).getMeta_data();
    boolean isFlat = first.getPath_in_schema().size() == 1;
    if (isFlat && first.getNum_values() != rowGroup.getNum_rows()) {
      throw corrupt(
          label,
          "has a row group of "
              + rowGroup.getNum_rows()
              + " rows with "
              + first.getNum_values()
              + " keys",
          null);
    }
    if (first.isSetStatistics() && first.getStatistics().getNull_count() > 0) {
      throw corrupt(
          label, "holds " + first.getStatistics().getNull_count() + " rows without a key", null);
    }
  }

  private static String type(SchemaElement element) {
    if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
      return "REPEATED " + singleType(element);
    }
    return singleType(element);
  }

  private static String singleType(SchemaElement element) {
    if (!element.isSetType()) {
      return "GROUP";
    }
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    if (logical != null && logical.isSetTIMESTAMP()) {
      TimestampType timestamp = logical.getTIMESTAMP();
      String unit = timestamp.getUnit().getSetField().name().toUpperCase(Locale.ROOT);
      return "TIMESTAMP(" + unit + (timestamp.isIsAdjustedToUTC() ? ",UTC)" : ",LOCAL)");
    }
    if (logical != null && logical.isSetDECIMAL()) {
      DecimalType decimal = logical.getDECIMAL();
      return "DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    }
    if (logical != null) {
      String name = logical.getSetField().name().toUpperCase(Locale.ROOT);
      return name.equals("INTEGER") ? integerType(element, logical) : name;
    }
    if (!element.isSetConverted_type()) {
      return element.getType().name();
    }
    return switch (element.getConverted_type()) {
      case UTF8 -> "STRING";
      case TIMESTAMP_MILLIS -> "TIMESTAMP(MILLIS,UTC)";
      case INT_64 -> "INT64";
      case DECIMAL -> "DECIMAL(" + element.getPrecision() + "," + element.getScale() + ")";
      default -> element.getConverted_type().name();
    };
  }

  private static String integerType(SchemaElement element, LogicalType logical) {
    return logical.getINTEGER().getBitWidth() == 64 && logical.getINTEGER().isIsSigned()
        ? "INT64"
        : element.getType().name() + " as " + logical.getINTEGER();
  }

  /** Those of the second column, where the event times are. */
  private static @Nullable EventTimes eventTimes(
      RowGroup rowGroup, List<FileColumn> columns, List<SchemaElement> elements, String label) {
    boolean isThere =
        columns.size() > 1
            && columns.get(1).name().equals(TableSchema.EVENT_TIME)
            && !elements.get(1).isSetNum_children()
            && rowGroup.getColumnsSize() > 1;
    if (!isThere) {
      return null;
    }
    boolean required = elements.get(2).getRepetition_type() == FieldRepetitionType.REQUIRED;
    return eventTimes(rowGroup.getColumns().get(1), required, label);
  }

  private static @Nullable EventTimes eventTimes(
      ColumnChunk chunk, boolean required, String label) {
    Statistics statistics = chunk.getMeta_data().getStatistics();
    if (statistics == null || !(required || statistics.isSetNull_count())) {
      return null;
    }
    if (statistics.getNull_count() > 0) {
      throw corrupt(
          label, "holds " + statistics.getNull_count() + " rows without an event time", null);
    }
    byte[] min = statistics.isSetMin_value() ? statistics.getMin_value() : statistics.getMin();
    byte[] max = statistics.isSetMax_value() ? statistics.getMax_value() : statistics.getMax();
    if (min == null || max == null || min.length != Long.BYTES || max.length != Long.BYTES) {
      return null;
    }
    EventTimes times = new EventTimes(littleEndian(min), littleEndian(max));
    if (times.minMillis() > times.maxMillis()) {
      throw corrupt(label, "says of a row group that its event times end before they start", null);
    }
    return times;
  }

  /** Those of the first column. Only the newer of two kinds of bounds is known to be in order. */
  private static KeyRange keys(RowGroup rowGroup, List<FileColumn> columns) {
    Statistics statistics = rowGroup.getColumns().get(0).getMeta_data().getStatistics();
    if (statistics == null || !isKey(columns.get(0))) {
      return KeyRange.ALL;
    }
    return new KeyRange(
        statistics.isSetMin_value() ? text(statistics.getMin_value()) : null,
        statistics.isSetMax_value() ? text(statistics.getMax_value()) : null);
  }

  private static long keyBloomOffset(RowGroup rowGroup, List<FileColumn> columns) {
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

  private static KeyOrder keyOrder(FileMetaData metadata) {
    if (metadata.isSetKey_value_metadata()) {
      for (KeyValue entry : metadata.getKey_value_metadata()) {
        if (entry.getKey().equals(KeyOrder.FOOTER_KEY)) {
          for (KeyOrder order : KeyOrder.values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(entry.getValue())) {
              return order;
            }
          }
        }
      }
    }
    return KeyOrder.UNKNOWN;
  }

  private static long littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("it ended early");
      }
    }
    return bytes.flip();
  }

  private static boolean isMagic(ByteBuffer bytes) {
    return bytes.equals(ByteBuffer.wrap(MAGIC));
  }

  private static AzofException corrupt(String label, String what, @Nullable Throwable cause) {
    String capital = Character.toUpperCase(label.charAt(0)) + label.substring(1);
    return new AzofException(ErrorCode.DATA_FILE_CORRUPT, capital + " " + what, cause);
  }
}
