package io.azof.storage.write;

import static io.azof.storage.write.WriterFixture.SCHEMA;
import static io.azof.storage.write.WriterFixture.TABLE;
import static io.azof.storage.write.WriterFixture.time;
import static io.azof.storage.write.WriterFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.GivenRows;
import io.azof.storage.fixture.OpenFiles;
import io.azof.storage.fixture.Rows;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.local.LocalObjectStore;
import io.azof.storage.snapshot.RetryPause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full, folders that cannot be written: a clear error, the table as it was. */
final class WriterFaultTest {
  @TempDir private Path folder;
  private MeddlingStore store;
  private WriterFixture fixture;

  @BeforeEach
  void open() {
    store = new MeddlingStore(new LocalObjectStore(folder));
    fixture = new WriterFixture(store).create();
  }

  @AfterEach
  void theTableIsAsItWas() throws IOException {
    assertThat(fixture.stored().rows()).isEmpty();
    fixture.close();
    OpenFiles.requireNone(folder);
  }

  @Test
  void aStagingFolderThatCannotBeMade() throws IOException {
    Path staging = Files.writeString(folder.resolve(".azof-staging"), "a file");
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(1), values("x", 1));
      failsToCommit(writer, "Cannot make the folder " + staging + " for files to be written");
    }
    Files.delete(staging);
    Files.createDirectory(staging);
  }

  @ParameterizedTest
  @ValueSource(strings = {".parquet", "s2.json"})
  void aStoreThatFailsLeavesNoFilesBehind(String object) {
    store.beforeCreation(
        object,
        () -> {
          throw new AzofException(ErrorCode.STORE_FAILED, "No space left on device");
        });
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(1), values("x", 1));
      failsToCommit(writer, "No space left on device");
    }
    assertThat(store.list(TABLE).objects())
        .extracting(Listing.Entry::name)
        .containsExactly("s1.json", "version.txt");
  }

  @Test
  void aSecondFileThatCannotBePutTakesTheFirstWithIt() {
    new Eras(store).start(100);
    store.beforeCreation(
        ".parquet",
        () ->
            store.beforeCreation(
                ".parquet",
                () -> {
                  throw new AzofException(ErrorCode.STORE_FAILED, "No space left on device");
                }));
    try (TableWriter writer = fixture.openWriter()) {
      writer.put("a", time(1), values("x", 1));
      writer.put("a", time(100), values("x", 1));
      failsToCommit(writer, "No space left on device");
    }
    assertThat(store.list(TABLE).objects())
        .extracting(Listing.Entry::name)
        .containsExactly("s1.json", "s2.json", "version.txt");
  }

  @Test
  void aFileThatTheEngineCannotWrite() throws IOException {
    WriteSettings settings =
        new WriteSettings(
            () -> WriterFixture.NOW, () -> "no-such-folder/id", RetryPause.NONE, 64 << 20, 2);
    try (DataFileWriter files = new DataFileWriter(store, settings)) {
      assertThatThrownBy(
              () ->
                  files.openStaged(
                      fixture.allocator,
                      child ->
                          GivenRows.open(SCHEMA, List.of(Rows.row("a", 1L, "x", 1L)), 1, child),
                      SCHEMA,
                      StagedOrder.UNSORTED))
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED))
          .hasMessageStartingWith("A file of this machine could not be written or read: ")
          .hasMessageContaining("no-such-folder/id.parquet");
    }
  }

  @Test
  void aWriterThatIsClosedInTheMiddleLeavesNothingStaged() throws IOException {
    String text = "x".repeat(1_000);
    try (TableWriter writer = fixture.openWriter();
        ArrowReader rows =
            GivenRows.open(SCHEMA, List.of(Rows.row("a", 1L, "x", 1L)), 1, fixture.allocator)) {
      writer.write(rows);
      for (int i = 0; i < 40_000; i++) {
        writer.put("k" + i, time(i), values(text, i));
      }
      try (Stream<Path> staged = Files.list(folder.resolve(".azof-staging"))) {
        assertThat(staged.map(Path::toString)).anyMatch(name -> name.endsWith(".arrows"));
      }
    }
  }

  private static void failsToCommit(TableWriter writer, String message) {
    assertThatThrownBy(writer::commit)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED))
        .hasMessageStartingWith(message);
  }
}
