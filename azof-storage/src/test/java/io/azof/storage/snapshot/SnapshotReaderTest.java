package io.azof.storage.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotReaderTest {
  private static final String SNAPSHOT = "{\"schema\": {\"columns\": []}, \"segments\": []}";

  private final ObjectStore store = new MemoryObjectStore();
  private final SnapshotReader reader = new SnapshotReader(store);

  @ParameterizedTest
  @ValueSource(strings = {"7", "7\n", "7\r\n", " 7 ", "\t7", "007"})
  void readsTheVersionWithSpaceAroundIt(String text) {
    write("t/version.txt", text);
    write("t/s7.json", SNAPSHOT);
    assertThat(reader.current("t").version()).isEqualTo(7);
  }

  @Test
  void readsTheGreatestVersionThereCanBe() {
    write("t/version.txt", "9223372036854775807");
    write("t/s9223372036854775807.json", SNAPSHOT);
    assertThat(reader.current("t").version()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "0",
        "-1",
        "+7",
        "7.0",
        "7 8",
        "7\n8",
        "1e3",
        "seven",
        "v7",
        "0x7",
        "٧",
        "9223372036854775808",
        "\uFEFF7"
      })
  void refusesAnythingElseAsAVersion(String text) {
    write("t/version.txt", text);
    fails(
        ErrorCode.METADATA_CORRUPT,
        "\"t/version.txt\" in memory: should hold a version number but holds \""
            + text.strip()
            + "\"",
        "t");
  }

  @Test
  void showsOnlyTheBeginningOfALongText() {
    write("t/version.txt", "x".repeat(1_000_000));
    fails(
        ErrorCode.METADATA_CORRUPT,
        "\"t/version.txt\" in memory: should hold a version number but holds \""
            + "x".repeat(40)
            + "…\"",
        "t");
  }

  @Test
  void takesTheVersionThatIsNamedAndNoHigherOne() {
    write("t/version.txt", "1");
    write("t/s1.json", SNAPSHOT);
    write("t/s2.json", "not even JSON");
    assertThat(reader.current("t").version()).isEqualTo(1);
  }

  @Test
  void saysThatASnapshotIsMissing() {
    write("t/version.txt", "3");
    write("t/s2.json", SNAPSHOT);
    fails(
        ErrorCode.METADATA_CORRUPT,
        "Table \"t\" is at version 3, but its snapshot \"t/s3.json\" does not exist in memory:;"
            + " restore that object",
        "t");
  }

  @Test
  void saysThatAFolderIsNoTable() {
    write("t/s1.json", SNAPSHOT);
    fails(
        ErrorCode.TABLE_NOT_FOUND,
        "\"t\" in memory: is not a table: its folder holds no version.txt",
        "t");
  }

  @ParameterizedTest
  @CsvSource({"nosuch", "''", "..", "a/b", "../t", "T"})
  void saysThatThereIsNoTable(String name) {
    write("t/version.txt", "1");
    fails(ErrorCode.TABLE_NOT_FOUND, "There is no table \"" + name + "\" in memory:", name);
  }

  @Test
  void saysThatThereIsNoLakehouse(@TempDir Path folder) {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> new SnapshotReader(new LocalObjectStore(absent)).current("t"))
        .hasMessage("There is no lakehouse at " + absent)
        .isInstanceOfSatisfying(
            AzofException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKEHOUSE_NOT_FOUND));
  }

  private void write(String key, String text) {
    store.createIfAbsent(key, text.getBytes(UTF_8));
  }

  private void fails(ErrorCode code, String message, String table) {
    assertThatThrownBy(() -> reader.current(table))
        .hasMessage(message)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
