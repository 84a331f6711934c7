package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LakehouseTest {
  @TempDir private Path folder;

  @Test
  void opensAPathOrAFileUri() {
    for (String location : List.of(folder.toString(), folder.toUri().toString())) {
      try (Lakehouse lakehouse = Lakehouse.open(location)) {
        assertThat(lakehouse.location()).isEqualTo(folder.toString());
        assertThat(lakehouse.tableNames()).isEmpty();
      }
    }
  }

  @Test
  void saysThatThereIsNoLakehouse() throws IOException {
    Path absent = folder.resolve("absent");
    fails(
        ErrorCode.LAKEHOUSE_NOT_FOUND,
        "There is no lakehouse at " + absent,
        () -> Lakehouse.open(absent.toString()));
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    fails(
        ErrorCode.LAKEHOUSE_NOT_FOUND,
        "There is no lakehouse at " + file,
        () -> Lakehouse.open(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org/", "gs://b", "memory:x"})
  void refusesOtherKindsOfPlaces(String location) {
    fails(
        ErrorCode.ARGUMENT_INVALID,
        "Cannot open the lakehouse \""
            + location
            + "\": only paths and URIs that start with file:, s3: or memory: are known",
        () -> Lakehouse.open(location));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:relative/path", "file://host/path", "a\0b", "s3:bucket", "s3://b"})
  void refusesTextsThatAreNoPlace(String location) {
    assertThatThrownBy(() -> Lakehouse.open(location))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessageStartingWith("Cannot open the lakehouse \"" + location + "\": ");
  }

  @Test
  void namesTheFoldersThatHoldAVersion() throws IOException {
    LakehouseFixture fixture = new LakehouseFixture(folder);
    fixture.table("b", SmallTable.SNAPSHOT);
    fixture.table("a", SmallTable.SNAPSHOT);
    fixture.table("c d", SmallTable.SNAPSHOT);
    fixture.file("no table", "s1.json", "{}");
    Files.writeString(folder.resolve("version.txt"), "1");
    Files.createDirectories(folder.resolve("nested/table"));
    Files.writeString(folder.resolve("nested/table/version.txt"), "1");
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      assertThat(lakehouse.tableNames()).containsExactly("a", "b", "c d");
    }
  }

  @Test
  void aTableShowsItsNameVersionAndSchema() {
    new SmallTable(new LakehouseFixture(folder));
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      Table table = lakehouse.table("t");
      assertThat(table.name()).isEqualTo("t");
      assertThat(table.version()).isEqualTo(7);
      assertThat(table.schema().columnNames()).containsExactly("key", "event_time", "n", "s");
      assertThat(table.snapshot()).isEqualTo(SmallTable.SNAPSHOT);
      assertThat(table.scan().asOf()).isEqualTo(AsOf.LATEST);
      assertThat(table.scan().arrowSchema())
          .hasToString(
              "Schema<key: Utf8 not null, event_time: Timestamp(MILLISECOND, UTC) not null, n:"
                  + " Int(64, true), s: Utf8>");
      assertThat(table.scan().select(List.of("s", "key")).arrowSchema().getFields())
          .extracting(Field::getName)
          .containsExactly("s", "key");
    }
  }

  @Test
  void aScanKnowsItsColumns() {
    new SmallTable(new LakehouseFixture(folder));
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      TableScan scan = lakehouse.table("t").scan();
      fails(
          ErrorCode.COLUMN_NOT_FOUND,
          "Table \"t\" has no column \"N\"; it has key, event_time, n, s",
          () -> scan.select(List.of("key", "N")));
      fails(
          ErrorCode.ARGUMENT_INVALID,
          "Column \"n\" is asked for twice",
          () -> scan.select(List.of("n", "key", "n")));
    }
  }

  private static void fails(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
