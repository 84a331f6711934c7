package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.LocalFiles;
import io.azof.storage.model.Column;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.TableSchema;
import io.azof.storage.parquet.KeyOrder;
import io.azof.storage.parquet.ParquetReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;

/** Whether the rows of a data file are what is said of them, and stand in their order. */
final class RowCheck {
  private static final int BATCH_ROWS = 16_384;
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileCheck faults;
  private final BufferAllocator allocator;

  /**
   * @param faults where faults of files are noted
   */
  RowCheck(FileCheck faults, BufferAllocator allocator) {
    this.faults = faults;
    this.allocator = allocator;
  }

  /**
   * Reads all rows.
   *
   * @return how many there were; -1 when they cannot be relied on any further
   */
  long check(SoundFile file) {
    try (LocalFiles local = file.openLocal()) {
      boolean isWhole = checkBytes(file, local);
      RowSummary summary = read(file, local);
      boolean isSound = compare(file, summary);
      return isWhole && isSound ? summary.rows() : -1;
    } catch (AzofException e) {
      faults.addUnreadable(file.listed(), e);
      return -1;
    }
  }

  private boolean checkBytes(SoundFile file, LocalFiles local) {
    FileFacts facts = file.listed().file().facts();
    if (facts == null) {
      return true;
    }
    String found = crc32c(file.path(local), file.label());
    boolean holds = found.equals(facts.crc32c());
    if (!holds) {
      add(
          FaultKind.CHECKSUM_WRONG,
          file,
          "has the CRC-32C " + found + ", but " + facts.crc32c() + " is stated");
    }
    return holds;
  }

  private static String crc32c(Path path, String label) {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        checksum.update(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read " + label + ": " + e.getMessage(), e);
    }
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private RowSummary read(SoundFile file, LocalFiles local) {
    RowSummary summary = new RowSummary();
    try (ParquetReader rows =
        ParquetReader.open(List.of(file.parquet(local)), columns(file), BATCH_ROWS, allocator)) {
      while (rows.next()) {
        summary.add(rows.root());
      }
    }
    return summary;
  }

  /** Of files without facts nothing is said of the values. */
  private static List<String> columns(SoundFile file) {
    List<String> columns = new ArrayList<>(List.of(TableSchema.KEY, TableSchema.EVENT_TIME));
    DataFile listed = file.listed().file();
    if (listed.facts() != null) {
      for (Column column : file.listed().snapshot().schema().columns()) {
        if (column.since() <= listed.schemaId()) {
          columns.add(column.physicalName());
        }
      }
      Stream.of(TableSchema.SEQUENCE, TableSchema.DELETED)
          .filter(file::hasColumn)
          .forEach(columns::add);
    }
    return columns;
  }

  private boolean compare(SoundFile file, RowSummary found) {
    found.incomplete().ifPresent(what -> add(FaultKind.ROW_INCOMPLETE, file, what));
    if (found.rows() == 0 || found.incomplete().isPresent()) {
      return found.incomplete().isEmpty();
    }
    faults.checkEventTimes(file.listed(), found.minMillis(), found.maxMillis());
    FileFacts facts = file.listed().file().facts();
    checkOrder(file, found, facts != null);
    if (facts != null) {
      compare(file, found, facts);
    }
    return true;
  }

  private void checkOrder(SoundFile file, RowSummary found, boolean mustBeSorted) {
    KeyOrder promise = file.footer().keyOrder();
    if (mustBeSorted || promise != KeyOrder.UNKNOWN) {
      found.keysUnsorted().ifPresent(what -> add(FaultKind.ROWS_UNSORTED, file, what));
    }
    if (mustBeSorted) {
      found.timesUnsorted().ifPresent(what -> add(FaultKind.ROWS_UNSORTED, file, what));
      found.repeated().ifPresent(what -> add(FaultKind.ROW_REPEATED, file, what));
    }
    if (promise == KeyOrder.UNIQUE && found.keysRepeat()) {
      add(FaultKind.ROW_REPEATED, file, "promises one row for each key, but has more for some");
    }
  }

  private void compare(SoundFile file, RowSummary found, FileFacts facts) {
    if (!found.minKey().equals(facts.minKey()) || !found.maxKey().equals(facts.maxKey())) {
      add(
          FaultKind.KEYS_WRONG,
          file,
          "has keys from \""
              + found.minKey()
              + "\" to \""
              + found.maxKey()
              + "\", where \""
              + facts.minKey()
              + "\" to \""
              + facts.maxKey()
              + "\" is stated");
    }
    if (found.deletes() != facts.deletes()) {
      add(
          FaultKind.DELETES_WRONG,
          file,
          "has " + found.deletes() + " deletes, but " + facts.deletes() + " are stated");
    }
    // the nulls that are stated may have been in a column that the table has no more
    boolean isOfThisSchema = facts.schemaId() == file.listed().snapshot().schema().id();
    if (found.hasNulls() ? !facts.hasNulls() : facts.hasNulls() && isOfThisSchema) {
      add(
          FaultKind.NULLS_WRONG,
          file,
          facts.hasNulls() ? "has no nulls, but some are stated" : "has nulls that are not stated");
    }
    found.deleteWithValues().ifPresent(what -> add(FaultKind.DELETE_WITH_VALUES, file, what));
    boolean hasSequences = file.hasColumn(TableSchema.SEQUENCE);
    if (hasSequences
        && (found.minSequence() != facts.minSequence()
            || found.maxSequence() != facts.maxSequence())) {
      add(
          FaultKind.SEQUENCES_WRONG,
          file,
          "has sequences from "
              + found.minSequence()
              + " to "
              + found.maxSequence()
              + ", where "
              + facts.minSequence()
              + " to "
              + facts.maxSequence()
              + " is stated");
    }
  }

  private void add(FaultKind kind, SoundFile file, String what) {
    faults.add(kind, file.listed(), what);
  }
}
