package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.LocalFiles;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.DataFileFooter.EventTimes;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import io.azof.storage.parquet.DataFileFooter.RowGroup;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.FooterReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether the data files that versions list are there, and are what is said of them. */
final class FileCheck {
  private static final FileColumn SEQUENCES = new FileColumn(TableSchema.SEQUENCE, "INT64");
  private static final FileColumn DELETES = new FileColumn(TableSchema.DELETED, "BOOLEAN");

  private final String table;
  private final FileCache files;
  private final Faults faults;
  private final Map<String, Long> bytesByName = new HashMap<>();

  FileCheck(ObjectStore store, String table, FileCache files, Faults faults) {
    this.table = table;
    this.files = files;
    this.faults = faults;
    for (Listing.Entry entry : store.list(table).objects()) {
      bytesByName.put(entry.name(), entry.bytes());
    }
  }

  /** The file, when its rows can be read. */
  Optional<SoundFile> check(ListedFile listed) {
    FileFacts facts = listed.file().facts();
    Long bytes = bytesByName.get(listed.name());
    if (bytes == null) {
      add(FaultKind.FILE_MISSING, listed, "does not exist");
      return Optional.empty();
    }
    if (facts != null && facts.bytes() != bytes) {
      add(
          FaultKind.FILE_SIZE_WRONG,
          listed,
          "has " + bytes + " bytes, but " + facts.bytes() + " are stated");
      return Optional.empty();
    }
    try (LocalFiles local = files.openFiles(List.of(key(listed)))) {
      Path path = local.path(key(listed)).orElseThrow(() -> removedMeanwhile(listed));
      DataFileFooter footer = FooterReader.read(path, label(listed));
      boolean isSound = checkColumns(listed, footer) && checkRows(listed, footer);
      checkEventTimes(listed, footer);
      return isSound
          ? Optional.of(new SoundFile(listed, key(listed), label(listed), footer, files))
          : Optional.empty();
    } catch (AzofException e) {
      addUnreadable(listed, e);
      return Optional.empty();
    }
  }

  /** What the newest and an older version say of a file must be the same. */
  void checkSame(ListedFile newest, ListedFile older) {
    if (!Objects.equals(newest.file(), older.file())) {
      faults.add(
          FaultKind.FACTS_DIFFER,
          older.snapshot().version(),
          key(newest),
          capital(label(newest))
              + " has other facts in version "
              + older.snapshot().version()
              + " than in version "
              + newest.snapshot().version());
    }
  }

  /** Notes a file that cannot be read; rethrows what is not the file's fault. */
  void addUnreadable(ListedFile listed, AzofException e) {
    if (e.code() != ErrorCode.DATA_FILE_CORRUPT && e.code() != ErrorCode.DATA_FILE_MISSING) {
      throw e;
    }
    FaultKind kind =
        e.code() == ErrorCode.DATA_FILE_CORRUPT
            ? FaultKind.FILE_UNREADABLE
            : FaultKind.FILE_MISSING;
    faults.add(kind, listed.snapshot().version(), key(listed), String.valueOf(e.getMessage()));
  }

  void add(FaultKind kind, ListedFile listed, String what) {
    String sentence = capital(label(listed)) + " " + what;
    faults.add(kind, listed.snapshot().version(), key(listed), sentence);
  }

  private boolean checkColumns(ListedFile listed, DataFileFooter footer) {
    FileFacts facts = listed.file().facts();
    if (facts != null
        && facts.minSequence() < facts.maxSequence()
        && !footer.columns().contains(SEQUENCES)) {
      add(FaultKind.FILE_COLUMNS_WRONG, listed, "has rows of several commits, but no \"_seq\"");
      return false;
    }
    if (facts != null && facts.deletes() > 0 && !footer.columns().contains(DELETES)) {
      add(FaultKind.FILE_COLUMNS_WRONG, listed, "has deletes, but no column \"_deleted\"");
      return false;
    }
    return schema(listed, listed.snapshot().schema(), footer).isPresent();
  }

  /** How a file has the columns of a schema; empty when it has not. */
  Optional<FileSchema> schema(ListedFile listed, TableSchema schema, DataFileFooter footer) {
    try {
      return Optional.of(FileSchema.of(schema, listed.file(), footer, label(listed)));
    } catch (AzofException e) {
      String sentence = String.valueOf(e.getMessage());
      faults.add(FaultKind.FILE_COLUMNS_WRONG, listed.snapshot().version(), key(listed), sentence);
      return Optional.empty();
    }
  }

  private boolean checkRows(ListedFile listed, DataFileFooter footer) {
    FileFacts facts = listed.file().facts();
    if (facts == null || facts.rows() == footer.rows()) {
      return true;
    }
    add(
        FaultKind.ROWS_WRONG,
        listed,
        "has " + footer.rows() + " rows, but " + facts.rows() + " are stated");
    return false;
  }

  private void checkEventTimes(ListedFile listed, DataFileFooter footer) {
    EventTimes times = null;
    for (RowGroup group : footer.rowGroups()) {
      EventTimes ofGroup = group.eventTimes();
      if (group.rows() > 0 && ofGroup == null) {
        return; // the file does not say
      }
      times = ofGroup == null ? times : ofGroup.including(times);
    }
    if (times != null) {
      checkEventTimes(listed, times.minMillis(), times.maxMillis());
    }
  }

  /** Compares the least and the greatest event time with what is stated. */
  void checkEventTimes(ListedFile listed, long minMillis, long maxMillis) {
    FileFacts facts = listed.file().facts();
    boolean holds =
        facts == null
            ? listed.allows(minMillis, maxMillis)
            : facts.minEventTime().epochMillis() == minMillis
                && facts.maxEventTime().epochMillis() == maxMillis;
    if (!holds) {
      add(
          FaultKind.EVENT_TIMES_WRONG,
          listed,
          "has event times from "
              + new EventTime(minMillis)
              + " to "
              + new EventTime(maxMillis)
              + ", where "
              + (facts == null
                  ? listed.range() + " is allowed"
                  : facts.minEventTime() + " to " + facts.maxEventTime() + " is stated"));
    }
  }

  private AzofException removedMeanwhile(ListedFile listed) {
    return new AzofException(
        ErrorCode.DATA_FILE_MISSING, capital(label(listed)) + " does not exist");
  }

  private String key(ListedFile listed) {
    return ObjectNames.dataFile(table, listed.name());
  }

  private String label(ListedFile listed) {
    return "data file \"" + key(listed) + "\"";
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
