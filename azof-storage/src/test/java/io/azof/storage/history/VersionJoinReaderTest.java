package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.history.VersionJoinReader.Sides;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionJoinReaderTest {
  private static final Schema ROWS =
      new Schema(List.of(number("id"), text("symbol"), time("at_time")));
  private static final Schema VERSIONS =
      new Schema(List.of(text("key"), text("note"), number("price"), time("valid_from")));
  private static final Sides SIDES = new Sides(1, 2, 0, 3);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  private static Field number(String name) {
    return Field.nullable(name, new ArrowType.Int(64, true));
  }

  private static Field text(String name) {
    return Field.nullable(name, ArrowType.Utf8.INSTANCE);
  }

  private static Field time(String name) {
    return Field.nullable(name, new ArrowType.Timestamp(TimeUnit.MILLISECOND, null));
  }

  private static List<@Nullable Object> list(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void aRowGetsTheVersionThatBeganLastAtItsTime(int batchRows) throws Exception {
    List<List<@Nullable Object>> rows =
        List.of(
            list(1L, "a", 30L),
            list(2L, "a", 20L),
            list(3L, "a", 19L),
            list(4L, "a", 9L),
            list(5L, "ab", 50L),
            list(6L, "b", 10L),
            list(7L, "b", null),
            list(8L, null, 10L));
    List<List<@Nullable Object>> versions =
        List.of(
            list("a", "second", 2L, 20L),
            list("a", null, 1L, 10L),
            list("aa", "of nobody", 3L, 1L),
            list("b", "late", 5L, 11L),
            list("b", "early", null, 10L),
            list("c", "after all", 6L, 1L));
    assertThat(join(rows, versions, batchRows, false))
        .containsExactly(
            list(1L, "a", 30L, "a", "second", 2L, 20L),
            list(2L, "a", 20L, "a", "second", 2L, 20L),
            list(3L, "a", 19L, "a", null, 1L, 10L),
            list(6L, "b", 10L, "b", "early", null, 10L));
    assertThat(join(rows, versions, batchRows, true))
        .contains(
            list(4L, "a", 9L, null, null, null, null),
            list(5L, "ab", 50L, null, null, null, null),
            list(7L, "b", null, null, null, null, null),
            list(8L, null, 10L, null, null, null, null))
        .hasSize(8);
  }

  @Test
  void noRowsOrNoVersionsAreNoTrouble() throws Exception {
    List<List<@Nullable Object>> some = List.of(list(1L, "a", 30L));
    assertThat(join(List.of(), List.of(list("a", "", 2L, 20L)), 10, true)).isEmpty();
    assertThat(join(some, List.of(), 10, false)).isEmpty();
    assertThat(join(some, List.of(), 10, true))
        .containsExactly(list(1L, "a", 30L, null, null, null, null));
  }

  @Test
  void randomRowsGetWhatALookAtAllVersionsGives() throws Exception {
    long seed = Long.getLong("azof.seed", System.nanoTime());
    System.out.println("random joins from -Dazof.seed=" + seed);
    for (int run = 0; run < 200; run++) {
      check(new Random((seed + run) * 0x9E3779B97F4A7C15L));
    }
  }

  private void check(Random random) throws Exception {
    List<List<@Nullable Object>> versions = new ArrayList<>();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int key = 0; key < 6; key++) {
      int[] times = random.ints(random.nextInt(20), 0, 40).distinct().sorted().toArray();
      for (int i = times.length - 1; i >= 0; i--) {
        versions.add(list("k" + key, "v" + times[i], random.nextLong(), (long) times[i]));
      }
      String symbol = "k" + key;
      random
          .ints(random.nextInt(40), -5, 50)
          .boxed()
          .sorted(Comparator.reverseOrder())
          .forEach(time -> rows.add(list(random.nextLong(), symbol, (long) time)));
    }
    int batchRows = 1 + random.nextInt(30);
    List<List<@Nullable Object>> expected =
        rows.stream().map(row -> withVersion(row, versions)).toList();
    assertThat(join(rows, versions, batchRows, true)).isEqualTo(expected);
    assertThat(join(rows, versions, batchRows, false))
        .isEqualTo(expected.stream().filter(row -> row.get(3) != null).toList());
  }

  private static List<@Nullable Object> withVersion(
      List<@Nullable Object> row, List<List<@Nullable Object>> versions) {
    List<@Nullable Object> joined = new ArrayList<>(row);
    joined.addAll(
        versions.stream()
            .filter(version -> String.valueOf(version.get(0)).equals(row.get(1)))
            .filter(version -> time(version, 3) <= time(row, 2))
            .findFirst()
            .orElse(list(null, null, null, null)));
    return joined;
  }

  private static long time(List<@Nullable Object> row, int column) {
    return row.get(column) instanceof Long time ? time : Long.MAX_VALUE;
  }

  @Test
  void closingMidwayGivesAllBack() throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> rows.add(list((long) i, "a", 100L - i)));
    ArrowReader reader = open(rows, List.of(list("a", "", 2L, 20L)), 10, true);
    assertThat(reader.loadNextBatch()).isTrue();
    reader.close();
    assertThatThrownBy(reader::loadNextBatch)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  private List<List<@Nullable Object>> join(
      List<List<@Nullable Object>> rows,
      List<List<@Nullable Object>> versions,
      int batchRows,
      boolean keepsAll)
      throws Exception {
    List<List<@Nullable Object>> joined = new ArrayList<>();
    try (ArrowReader reader = open(rows, versions, batchRows, keepsAll)) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<@Nullable Object> values = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            values.add(value(vector, row));
          }
          joined.add(values);
        }
      }
    }
    return joined;
  }

  private static @Nullable Object value(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return vector instanceof org.apache.arrow.vector.TimeStampVector times
        ? (Object) times.get(row)
        : vector.getObject(row) instanceof Long number ? number : vector.getObject(row).toString();
  }

  private ArrowReader open(
      List<List<@Nullable Object>> rows,
      List<List<@Nullable Object>> versions,
      int batchRows,
      boolean keepsAll) {
    List<Field> fields = new ArrayList<>(ROWS.getFields());
    fields.addAll(VERSIONS.getFields());
    return VersionJoinReader.open(
        new Schema(fields),
        GivenRows.open(ROWS, rows, batchRows, allocator),
        GivenRows.open(VERSIONS, versions, Math.max(1, batchRows - 1), allocator),
        SIDES,
        keepsAll,
        allocator);
  }
}
