package io.azof.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WrittenFooterTest {
  private static final int ROW_GROUP_ROWS = 2048;

  @TempDir private Path folder;
  @TempDir private Path spill;
  private BufferAllocator allocator;
  private DuckDb duckDb;
  private ParquetFileWriter writer;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    duckDb = DuckDb.open(new DuckDbSettings(128L << 20, 2, spill, List.of(folder)));
    writer = new ParquetFileWriter(duckDb, ROW_GROUP_ROWS);
  }

  @AfterEach
  void leavesNoMemory() {
    duckDb.close();
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource
  void promisesItsOrderInTheFooter(RowOrder order) throws IOException {
    Path file = write(List.of(Row.of("a", 1), Row.of("b", 2)), order);
    assertThat(FooterReader.read(file, "file").keyOrder()).isEqualTo(order.promise());
    List<SortingColumn> sorting = footer(file).getRow_groups().get(0).getSorting_columns();
    if (order == RowOrder.AS_GIVEN) {
      assertThat(sorting).isNull();
    } else {
      assertThat(sorting)
          .containsExactly(new SortingColumn(0, false, false), new SortingColumn(1, true, false));
    }
  }

  @Test
  void writesTheTypesOfTheFormat() throws IOException {
    Path file = write(List.of(Row.of("a", 1)), RowOrder.AS_GIVEN);
    FileSchema.require(Row.SCHEMA, FooterReader.read(file, "file"), "file");
    FileMetaData footer = footer(file);
    List<SchemaElement> columns = footer.getSchema().subList(1, footer.getSchemaSize());
    assertThat(columns)
        .extracting(SchemaElement::getRepetition_type)
        .containsOnly(FieldRepetitionType.OPTIONAL);
    assertThat(columns)
        .extracting(SchemaElement::getType)
        .containsExactly(
            Type.BYTE_ARRAY, Type.INT64, Type.BYTE_ARRAY, Type.INT64, Type.BOOLEAN, Type.INT64);
    for (int time : List.of(1, 5)) {
      assertThat(columns.get(time).getConverted_type()).isEqualTo(ConvertedType.TIMESTAMP_MILLIS);
      assertThat(columns.get(time).getLogicalType().getTIMESTAMP().isIsAdjustedToUTC()).isTrue();
      assertThat(columns.get(time).getLogicalType().getTIMESTAMP().getUnit().isSetMILLIS())
          .isTrue();
    }
    assertThat(footer.getKey_value_metadata())
        .extracting(KeyValue::getKey, KeyValue::getValue)
        .containsExactly(tuple("azof.writer", WriterName.TEXT));
    assertThat(WriterName.TEXT).matches("azof \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void compressesAndKeepsStatistics() throws IOException {
    List<Row> rows =
        IntStream.range(0, 5000)
            .mapToObj(i -> new Row("k" + i % 10, i, "x", (long) -i, i % 2 == 0, null))
            .toList();
    FileMetaData footer = footer(write(rows, RowOrder.AS_GIVEN));
    assertThat(footer.getRow_groups())
        .extracting(RowGroup::getNum_rows)
        .containsExactly(2048L, 2048L, 904L);
    ColumnMetaData times = footer.getRow_groups().get(1).getColumns().get(1).getMeta_data();
    assertThat(times.getCodec()).isEqualTo(CompressionCodec.ZSTD);
    assertThat(times.getEncodings()).containsExactly(Encoding.DELTA_BINARY_PACKED);
    assertThat(times.getStatistics().getNull_count()).isZero();
    assertThat(littleEndian(times.getStatistics().getMin_value())).isEqualTo(2048);
    assertThat(littleEndian(times.getStatistics().getMax_value())).isEqualTo(4095);
    ColumnMetaData keys = footer.getRow_groups().get(1).getColumns().get(0).getMeta_data();
    assertThat(keys.isSetBloom_filter_offset()).isTrue();
    assertThat(footer.getColumn_orders()).hasSize(6);
  }

  private Path write(List<Row> rows, RowOrder order) {
    return writer
        .write(
            allocator,
            memory -> Row.openReader(rows.iterator(), ROW_GROUP_ROWS, memory),
            order,
            folder.resolve("t.parquet"),
            false)
        .path();
  }

  private static FileMetaData footer(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length =
        ByteBuffer.wrap(bytes, bytes.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Util.readFileMetaData(
        new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
  }

  private static long littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
