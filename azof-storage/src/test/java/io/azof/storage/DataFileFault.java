package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.ReadRule;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small table of which a test breaks a data file: never a short result, never another exception
 * than one that names the file, and nothing is left open.
 */
abstract class DataFileFault {
  static final AsOf AT_20 = AsOf.at(new EventTime(20));
  static final AsOf AT_5 = AsOf.at(new EventTime(5));

  @TempDir Path folder;
  SmallTable table;

  @BeforeEach
  void writeTable() {
    table = new SmallTable(new LakehouseFixture(folder));
  }

  @AfterEach
  void leavesNoFilesOpen() {
    OpenFiles.requireNone(folder);
  }

  void write(String file, ParquetFixture content) {
    new LakehouseFixture(folder).file("t", file, content.bytes());
  }

  static List<String> truth(AsOf asOf) {
    return Rows.sorted(ReadRule.state(SmallTable.SNAPSHOT, SmallTable.rows(), asOf));
  }

  void fails(AsOf asOf, ErrorCode code, String message) {
    AzofException thrown = thrown(asOf);
    assertThat(thrown).hasMessage(message);
    assertThat(thrown.code()).isEqualTo(code);
  }

  AzofException thrown(AsOf asOf) {
    return thrown(asOf, SmallTable.SNAPSHOT.schema().columnNames());
  }

  AzofException thrown(AsOf asOf, List<String> columns) {
    Throwable thrown = catchThrowable(() -> read(asOf, columns));
    assertThat(thrown).as("as of %s, columns %s", asOf, columns).isInstanceOf(AzofException.class);
    return (AzofException) thrown;
  }

  List<List<@Nullable Object>> read(AsOf asOf) {
    return read(asOf, SmallTable.SNAPSHOT.schema().columnNames());
  }

  List<List<@Nullable Object>> read(AsOf asOf, List<String> columns) {
    try (RootAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        ArrowReader reader =
            lakehouse.table("t").scan().asOf(asOf).select(columns).openReader(allocator)) {
      return Rows.read(reader);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
