package io.azof.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParquetFileWriterTest {
  private static final int ROW_GROUP_ROWS = 2048;
  private static final int BATCH_ROWS = 2048;

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
  void writesEveryRowInItsOrder(RowOrder order) throws IOException {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    List<Row> rows = randomRows(new Random(seed), order);
    WrittenFile written = write(rows, order);
    List<Row> expected = new ArrayList<>(rows);
    if (order.sorts()) {
      expected.sort(
          Comparator.comparing((Row row) -> utf8(keyOf(row)), Arrays::compareUnsigned)
              .thenComparing(Comparator.comparingLong(Row::eventTime).reversed()));
    }
    assertThat(read(written.path())).isEqualTo(expected);
    assertThat(written.rows()).isEqualTo(rows.size());
    assertThat(written.bytes()).isEqualTo(Files.size(written.path()));
    assertThat(filesIn(folder)).containsExactly("t.parquet");
  }

  @Test
  void writesAFileWithoutRows() throws IOException {
    WrittenFile written = write(List.of(), RowOrder.SORTED_UNIQUE_KEYS);
    assertThat(written.rows()).isZero();
    assertThat(read(written.path())).isEmpty();
    FileSchema.require(Row.SCHEMA, FooterReader.read(written.path(), "file"), "file");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIQUE_KEYS", "SORTED_UNIQUE_KEYS"})
  void refusesAKeyThatComesTwice(RowOrder order) {
    for (int between : List.of(0, 5000)) { // within a batch, and from one batch to the next
      List<Row> rows = new ArrayList<>();
      IntStream.range(0, between).forEach(i -> rows.add(Row.of(key(i), i)));
      rows.add(Row.of("twice", 2));
      rows.add(Row.of("twice", 1));
      refuses(rows, order, "Key \"twice\" has two rows, where each key must have one");
    }
    List<Row> overBatches = new ArrayList<>();
    IntStream.range(0, BATCH_ROWS).forEach(i -> overBatches.add(Row.of(key(i), i)));
    overBatches.add(Row.of(key(BATCH_ROWS - 1), 5));
    refuses(overBatches, order, "Key \"" + key(BATCH_ROWS - 1) + "\" has two rows");
  }

  @Test
  void refusesKeysOutOfOrder() {
    refuses(
        List.of(Row.of("b", 1), Row.of("Ğ", 1), Row.of("c", 1)),
        RowOrder.UNIQUE_KEYS,
        "Key \"c\" comes after key \"Ğ\"; keys must be ascending");
  }

  @Test
  void refusesColumnsThatDifferOnlyByCase() {
    Schema schema =
        new Schema(
            Stream.of("key", "event_time", "Price", "PRICE")
                .map(name -> Field.nullable(name, ArrowType.Utf8.INSTANCE))
                .toList());
    assertThatThrownBy(
            () ->
                writer.write(
                    allocator,
                    memory -> withoutRows(schema, memory),
                    RowOrder.AS_GIVEN,
                    folder.resolve("t.parquet"),
                    false))
        .hasMessageContaining("the columns \"Price\" and \"PRICE\"")
        .satisfies(e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertThat(filesIn(folder)).isEmpty();
  }

  private static ArrowReader withoutRows(Schema schema, BufferAllocator memory) {
    return new ArrowReader(memory) {
      @Override
      public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        return false;
      }

      @Override
      public long bytesRead() {
        return 0;
      }

      @Override
      protected void closeReadSource() {}

      @Override
      protected Schema readSchema() {
        return schema;
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void refusesARowWithoutAKey(RowOrder order) {
    List<Row> rows = new ArrayList<>();
    IntStream.range(0, 1500).forEach(i -> rows.add(Row.of(key(i), i)));
    rows.add(Row.of(null, 7));
    refuses(rows, order, "Row 1501 has no value in column \"key\"");
  }

  @ParameterizedTest
  @EnumSource
  void throwsWhatItsInputThrowsAndLeavesNothing(RowOrder order) {
    AzofException fault = new AzofException(ErrorCode.DATA_FILE_CORRUPT, "file x is damaged");
    Iterator<Row> rows =
        IntStream.range(0, 100_000)
            .mapToObj(
                i -> {
                  if (i == 50_000) {
                    throw fault;
                  }
                  return Row.of(key(i), i);
                })
            .iterator();
    assertThatThrownBy(() -> write(rows, order, false)).isSameAs(fault);
    assertThat(filesIn(folder)).isEmpty();
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void replacesAFileOnlyWhenToldTo() throws IOException {
    write(List.of(Row.of("old", 1)), RowOrder.AS_GIVEN);
    refusesExisting();
    assertThat(read(folder.resolve("t.parquet"))).containsExactly(Row.of("old", 1));
    write(List.of(Row.of("new", 1)).iterator(), RowOrder.AS_GIVEN, true);
    assertThat(read(folder.resolve("t.parquet"))).containsExactly(Row.of("new", 1));
    assertThat(filesIn(folder)).containsExactly("t.parquet");
  }

  private void refusesExisting() {
    assertThatThrownBy(() -> write(List.of(Row.of("new", 1)), RowOrder.AS_GIVEN))
        .hasMessageContaining("t.parquet exists already")
        .satisfies(
            e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.ARGUMENT_INVALID));
    assertThat(filesIn(folder)).containsExactly("t.parquet");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(
            () ->
                writer.write(
                    allocator,
                    memory -> Row.openReader(List.of(Row.of("a", 1)).iterator(), 1, memory),
                    RowOrder.AS_GIVEN,
                    folder.resolve("missing").resolve("t.parquet"),
                    false))
        .satisfies(e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.STORE_FAILED));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sortsMoreThanFitsInMemory(int threads) throws IOException {
    int count = 700_000;
    String filler = "x".repeat(60);
    Random random = new Random(7);
    try (DuckDb small =
        DuckDb.open(new DuckDbSettings(64L << 20, threads, spill, List.of(folder)))) {
      Iterator<Row> rows =
          IntStream.range(0, count)
              .mapToObj(
                  i -> new Row(key(random.nextInt()), i, filler + i, (long) i, null, (long) i))
              .iterator();
      WrittenFile written =
          new ParquetFileWriter(small, 20_480)
              .write(
                  allocator,
                  memory -> Row.openReader(rows, 16_384, memory),
                  RowOrder.SORTED,
                  folder.resolve("big.parquet"),
                  false);
      assertThat(written.rows()).isEqualTo(count);
      assertThat(FooterReader.read(written.path(), "file").keyOrder())
          .isEqualTo(KeyOrder.ASCENDING);
      assertThat(keys(written.path())).hasSize(count).isSorted();
    }
  }

  private List<String> keys(Path file) {
    List<String> keys = new ArrayList<>();
    DatasetFile.read(
        file,
        allocator,
        batch -> {
          for (int row = 0; row < batch.getRowCount(); row++) {
            keys.add(String.valueOf(batch.getVector("key").getObject(row)));
          }
        });
    return keys;
  }

  private static List<Row> randomRows(Random random, RowOrder order) {
    Map<byte[], Row> byKey = new TreeMap<>(Arrays::compareUnsigned);
    List<Row> rows = new ArrayList<>();
    Set<Map.Entry<String, Long>> seen = new HashSet<>();
    while (rows.size() < 7000) {
      boolean nulls = random.nextInt(10) == 0;
      Row row =
          new Row(
              randomText(random),
              random.nextLong(),
              nulls ? null : randomText(random),
              nulls ? null : random.nextLong(),
              nulls ? null : random.nextBoolean(),
              nulls ? null : random.nextLong());
      if (seen.add(Map.entry(keyOf(row), row.eventTime()))) {
        rows.add(row);
        byKey.put(utf8(keyOf(row)), row);
      }
    }
    return order.promise() == KeyOrder.UNIQUE ? new ArrayList<>(byKey.values()) : rows;
  }

  /** With characters on which orders differ: upper case, beyond ASCII, beyond 16 bits, none. */
  private static String randomText(Random random) {
    int[] alphabet = "aBzİığ\uFFFD🦆 ".codePoints().toArray();
    return random
        .ints(random.nextInt(6), 0, alphabet.length)
        .map(i -> alphabet[i])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void refuses(List<Row> rows, RowOrder order, String reason) {
    assertThatThrownBy(() -> write(rows, order))
        .hasMessageContaining(reason)
        .satisfies(
            e -> assertThat(((AzofException) e).code()).isEqualTo(ErrorCode.ARGUMENT_INVALID));
    assertThat(filesIn(folder)).isEmpty();
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private WrittenFile write(List<Row> rows, RowOrder order) {
    return write(rows.iterator(), order, false);
  }

  private WrittenFile write(Iterator<Row> rows, RowOrder order, boolean replace) {
    return writer.write(
        allocator,
        memory -> Row.openReader(rows, BATCH_ROWS, memory),
        order,
        folder.resolve("t.parquet"),
        replace);
  }

  private List<Row> read(Path file) {
    List<Row> rows = new ArrayList<>();
    DatasetFile.read(file, allocator, batch -> rows.addAll(Row.of(batch)));
    return rows;
  }

  private static String keyOf(Row row) {
    return Objects.requireNonNull(row.key());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String key(int i) {
    return String.format(Locale.ROOT, "key-%012d", i);
  }

  private static List<String> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
