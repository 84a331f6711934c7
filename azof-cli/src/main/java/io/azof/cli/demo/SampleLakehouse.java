package io.azof.cli.demo;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The lakehouse that comes with Azof: one table, {@code financials}, as resources in CSV. On disk
 * it is a folder that says of itself whose it is; a folder that does not is never touched.
 */
public final class SampleLakehouse {
  private static final String TABLE = "financials";
  private static final long VERSION = 1;

  /** The file that marks the folder as whole and as written by this class. */
  private static final String MARKER = "AZOF-DEMO.txt";

  /** To be changed with the resources, so that an older folder is not taken for this sample. */
  private static final String MARK = "The sample lakehouse of azof demo, edition 1.\n";

  private SampleLakehouse() {}

  /**
   * Makes sure that the folder is the sample: writes it when there is none, whole or not at all.
   *
   * @param allocator where memory is taken from
   * @throws AzofException {@code ARGUMENT_INVALID} when the folder is something else, {@code
   *     STORE_FAILED} when it cannot be written
   */
  public static void write(Path folder, BufferAllocator allocator) {
    try {
      if (Files.exists(folder)) {
        requireOwn(folder);
        return;
      }
      Path unfinished =
          folder.resolveSibling("." + folder.getFileName() + "-" + ProcessHandle.current().pid());
      Files.createDirectory(unfinished);
      try {
        fill(unfinished, allocator);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        deleteIfLeft(unfinished);
      }
    } catch (AccessDeniedException e) {
      throw cannotWrite(folder, "permission denied", e);
    } catch (IOException e) {
      throw cannotWrite(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireOwn(Path folder) throws IOException {
    Path marker = folder.resolve(MARKER);
    if (Files.isRegularFile(marker) && Files.readString(marker).equals(MARK)) {
      return;
    }
    throw new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        folder
            + " is there already and is not the sample lakehouse of this version; move it away, or"
            + " start azof demo in another folder");
  }

  private static void fill(Path folder, BufferAllocator allocator) throws IOException {
    Files.createDirectory(folder.resolve(TABLE));
    copy(ObjectNames.version(TABLE), folder);
    copy(ObjectNames.snapshot(TABLE, VERSION), folder);
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      for (String name : dataFiles(lakehouse.table(TABLE).snapshot())) {
        copy(ObjectNames.dataFile(TABLE, name + ".csv"), folder);
        lakehouse.writeDataFileFromCsv(allocator, TABLE, name, false);
      }
    }
    Files.writeString(folder.resolve(MARKER), MARK);
  }

  /** The names of all data files, without their extension. */
  private static List<String> dataFiles(Snapshot snapshot) {
    return snapshot
        .files()
        .map(DataFile::name)
        .map(file -> file.substring(0, file.lastIndexOf('.')))
        .toList();
  }

  private static void copy(String key, Path folder) throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            SampleLakehouse.class.getResourceAsStream("/demo/" + key), "resource of " + key)) {
      Files.copy(resource, folder.resolve(key));
    }
  }

  private static void deleteIfLeft(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static AzofException cannotWrite(Path folder, String reason, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED,
        "Cannot write the sample lakehouse to " + folder + ": " + reason,
        e);
  }
}
