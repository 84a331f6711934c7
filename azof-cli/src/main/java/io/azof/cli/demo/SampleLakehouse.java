package io.azof.cli.demo;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.ingest.ImportMapping;
import io.azof.storage.ingest.ImportOptions;
import io.azof.storage.ingest.ImportReader;
import io.azof.storage.ingest.ImportSource;
import io.azof.storage.ingest.Rejects;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The lakehouse that comes with Azof: one table, {@code financials}, imported from CSV. On disk it
 * is a folder that says of itself whose it is, and so does the table elsewhere; what does not is
 * never touched.
 */
public final class SampleLakehouse {
  private static final String TABLE = "financials";
  private static final String CSV = TABLE + ".csv";
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Column("industry", ColumnType.STRING, false),
              new Column("revenue", ColumnType.INT, false),
              new Column("shares_diluted", ColumnType.INT, false),
              new Column("net_income", ColumnType.INT, false)));

  /** The file that marks the folder as whole and as written by this class. */
  private static final String MARKER = "AZOF-DEMO.txt";

  /** To be changed with the resources, so that an older folder is not taken for this sample. */
  private static final String MARK = "The sample lakehouse of azof demo, edition 2.\n";

  /** The property that says the same of the table. */
  private static final Map<String, String> PROPERTIES = Map.of("azof.demo", "edition 2");

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
      throw cannotWrite(folder.toString(), "permission denied", e);
    } catch (IOException e) {
      throw cannotWrite(folder.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Makes sure that the table of the sample is in a lakehouse, which may hold others.
   *
   * @param allocator where memory is taken from
   * @return whether it was written; false when it was there
   * @throws AzofException {@code ARGUMENT_INVALID} when there is another table of that name, {@code
   *     STORE_FAILED} when it cannot be written
   */
  public static boolean write(Lakehouse lakehouse, BufferAllocator allocator) {
    if (isIn(lakehouse)) {
      return false;
    }
    try {
      Path csv = Files.createTempFile("azof-demo-", ".csv");
      try {
        importInto(lakehouse, csv, allocator);
      } finally {
        Files.delete(csv);
      }
      return true;
    } catch (IOException e) {
      throw cannotWrite(lakehouse.location(), String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isIn(Lakehouse lakehouse) {
    Map<String, String> properties;
    try {
      properties = lakehouse.table(TABLE).snapshot().properties();
    } catch (AzofException e) {
      if (e.code() == ErrorCode.TABLE_NOT_FOUND || e.code() == ErrorCode.LAKEHOUSE_NOT_FOUND) {
        return false;
      }
      throw e;
    }
    if (!properties.entrySet().containsAll(PROPERTIES.entrySet())) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "There is a table \""
              + TABLE
              + "\" in "
              + lakehouse.location()
              + " already that is not the sample of this version; give azof demo another"
              + " --lakehouse");
    }
    return true;
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
    Path csv = folder.resolve(CSV);
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      importInto(lakehouse, csv, allocator);
    }
    Files.delete(csv);
    Files.writeString(folder.resolve(MARKER), MARK);
  }

  /**
   * @param csv is overwritten, and is the caller's to delete
   */
  private static void importInto(Lakehouse lakehouse, Path csv, BufferAllocator allocator)
      throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            SampleLakehouse.class.getResourceAsStream("/demo/" + CSV), "resource of " + CSV)) {
      Files.copy(resource, csv, StandardCopyOption.REPLACE_EXISTING);
    }
    ImportSource source =
        ImportSource.of(
            List.of(csv),
            ImportMapping.of(List.of("symbol"), "reported"),
            ImportOptions.DEFAULTS,
            Optional.of(SCHEMA),
            allocator);
    try (ImportReader rows = source.openReader(allocator, Rejects.COUNTED_ONLY);
        TableWriter writer =
            lakehouse.openWriterForNewTable(TABLE, SCHEMA, PROPERTIES, allocator)) {
      writer.write(rows);
      writer.commit();
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

  private static AzofException cannotWrite(String place, String reason, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot write the sample lakehouse to " + place + ": " + reason, e);
  }
}
