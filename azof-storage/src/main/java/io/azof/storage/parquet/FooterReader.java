package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
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

  static DataFileFooter footer(FileMetaData metadata, long bytes, String label) {
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
    RowGroupReader reader = new RowGroupReader(columns, elements, bytes, label);
    for (RowGroup rowGroup : metadata.getRow_groups()) {
      rowGroups.add(reader.read(rowGroup));
    }
    DataFileFooter footer =
        new DataFileFooter(
            bytes,
            columns,
            keyOrder(metadata),
            rowGroups,
            sizes(metadata),
            FileLayoutReader.layout(metadata));
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
        columns.add(new FileColumn(element.getName(), TypeName.of(element)));
      } else {
        within--;
      }
      within += element.getNum_children();
    }
    return columns;
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

  static AzofException corrupt(String label, String what, @Nullable Throwable cause) {
    String capital = Character.toUpperCase(label.charAt(0)) + label.substring(1);
    return new AzofException(ErrorCode.DATA_FILE_CORRUPT, capital + " " + what, cause);
  }
}
