package io.azof.storage;

import static io.azof.storage.fixture.Rows.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One bit of a data file is flipped, at each third byte in turn. The pages and the footer of a
 * Parquet file carry no checksum, so a flip may change a value without a trace. All that can be
 * asked is: an exception that names the file, or all rows. Only a flip within a key or an event
 * time, or the footer's range of event times, may change which rows there are.
 */
final class FlippedBitTest {
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final int STRIDE = 3;
  private static final long ORIGIN_MILLIS = 1_547_683_200_123L;
  private static final int ROWS = 8;

  /** Within the second of two row groups. */
  private static final AsOf MIDWAY = AsOf.at(new EventTime(ORIGIN_MILLIS + 5));

  @ParameterizedTest
  @CsvSource({"base.parquet, false", "base.parquet, true", "d.parquet, false", "d.parquet, true"})
  void aFlippedBitIsAnErrorOrLeavesAllRows(String file, boolean required, @TempDir Path folder)
      throws IOException {
    int first = Math.floorMod(SEED, STRIDE);
    System.out.println("flips from byte " + first + " on: -Dazof.seed=" + SEED);
    byte[] whole = file(required);
    BitSet decisive = decisive(whole);
    LakehouseFixture lakehouse = new LakehouseFixture(folder);
    SmallTable table = new SmallTable(lakehouse);
    table.base(ParquetFixture.of(SmallTable.COLUMNS, List.of()));
    table.delta(ParquetFixture.of(SmallTable.COLUMNS, List.of()));
    for (int i = first; i < whole.length; i += STRIDE) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i / STRIDE % Byte.SIZE));
      lakehouse.file("t", file, flipped);
      requireAllOrError(folder, file, AsOf.LATEST, decisive.get(i) ? -1 : ROWS, i);
      requireAllOrError(folder, file, MIDWAY, decisive.get(i) ? -1 : 6, i);
    }
    OpenFiles.requireNone(folder);
  }

  /**
   * @param rows how many there must be, or -1 when that may have changed
   */
  private static void requireAllOrError(
      Path folder, String file, AsOf asOf, int rows, int flippedByte) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        ArrowReader reader = lakehouse.table("t").scan().asOf(asOf).openReader(allocator)) {
      List<List<@Nullable Object>> found = Rows.read(reader);
      if (rows >= 0) {
        assertThat(found).as("as of %s with byte %s flipped", asOf, flippedByte).hasSize(rows);
      }
    } catch (AzofException e) {
      assertThat(e.code()).as("byte %s", flippedByte).isEqualTo(ErrorCode.DATA_FILE_CORRUPT);
      assertThat(e).as("byte %s", flippedByte).hasMessageContaining("\"t/" + file + "\"");
    }
  }

  private static byte[] file(boolean required) {
    List<FixtureColumn> columns = new ArrayList<>();
    SmallTable.COLUMNS.forEach(
        column -> columns.add(new FixtureColumn(column.name(), column.kind(), required)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row("key-" + i, ORIGIN_MILLIS + i, (long) i, "text " + i));
    }
    return ParquetFixture.of(columns, rows).rowGroupRows(ROWS / 2).bytes();
  }

  /** The places of all keys, with the length before each, and of all event times. */
  private static BitSet decisive(byte[] file) {
    BitSet decisive = new BitSet();
    for (int i = 0; i < ROWS; i++) {
      byte[] key = ("key-" + i).getBytes(UTF_8);
      byte[] stored =
          ByteBuffer.allocate(key.length + 4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(key.length)
              .put(key)
              .array();
      mark(file, stored, decisive);
      long time = ORIGIN_MILLIS + i;
      mark(
          file,
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(time).array(),
          decisive);
    }
    return decisive;
  }

  private static void mark(byte[] file, byte[] part, BitSet places) {
    for (int i = 0; i + part.length <= file.length; i++) {
      if (ByteBuffer.wrap(file, i, part.length).equals(ByteBuffer.wrap(part))) {
        places.set(i, i + part.length);
      }
    }
  }
}
