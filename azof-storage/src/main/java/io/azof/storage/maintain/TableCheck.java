package io.azof.storage.maintain;

import io.azof.storage.duckdb.DuckDb;
import io.azof.storage.duckdb.DuckDbSettings;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Looks for faults in a table: in its current version and in every one that it retains. Nothing is
 * changed. Faults of the table are results, never exceptions.
 */
public final class TableCheck {
  private final ObjectStore store;
  private final FileCache files;

  /**
   * @param files where data files are read from; stays the caller's
   */
  public TableCheck(ObjectStore store, FileCache files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Looks at snapshots and the footers of data files, not at rows.
   *
   * @throws io.azof.error.AzofException {@code TABLE_NOT_FOUND}, {@code LAKEHOUSE_NOT_FOUND},
   *     {@code FORMAT_UNSUPPORTED} for a table that needs a newer Azof, {@code STORE_FAILED}
   */
  public CheckReport check(String table) {
    Pass pass = new Pass(table);
    pass.checkFooters();
    return pass.report(0);
  }

  /**
   * Looks at all that {@link #check} looks at, and at every row of every data file; what is
   * compared between files is compared out of core.
   *
   * @param parent where memory is taken from
   * @param settings of the engine that compares
   * @throws io.azof.error.AzofException as {@link #check}; {@code LIMIT_REACHED}
   */
  public CheckReport checkDeep(String table, BufferAllocator parent, DuckDbSettings settings) {
    try (BufferAllocator allocator = parent.newChildAllocator("check", 0, Long.MAX_VALUE);
        DuckDb duckDb = DuckDb.open(settings)) {
      Pass pass = new Pass(table);
      List<SoundFile> sound = pass.checkFooters();
      return pass.report(pass.checkRows(sound, duckDb, allocator));
    }
  }

  /** One look at one table. */
  private final class Pass {
    private final String table;
    private final Faults faults = new Faults();
    private final List<Snapshot> versions;

    /** The files of all versions, by name, each as the newest version has it. */
    private final Map<String, ListedFile> listed = new LinkedHashMap<>();

    private final FileCheck fileCheck;

    Pass(String table) {
      this.table = table;
      RetainedVersions retained = new RetainedVersions(store, table, faults);
      this.versions = retained.read();
      new LineageCheck(table, faults).check(versions, retained.isWhole());
      this.fileCheck = new FileCheck(store, table, files, faults);
      for (int i = 0; i < versions.size(); i++) {
        Snapshot version = versions.get(i);
        new StructureCheck(table, version, before(version, i), faults).check();
        for (ListedFile file : ListedFile.of(version)) {
          fileCheck.checkSame(listed.getOrDefault(file.name(), file), file);
          listed.putIfAbsent(file.name(), file);
        }
      }
    }

    private @Nullable Snapshot before(Snapshot version, int index) {
      Snapshot older = index + 1 < versions.size() ? versions.get(index + 1) : null;
      Lineage lineage = version.lineage();
      return older != null && lineage != null && older.version() == lineage.parent() ? older : null;
    }

    /** The files whose rows can be read. */
    List<SoundFile> checkFooters() {
      List<SoundFile> sound = new ArrayList<>();
      listed.values().forEach(file -> fileCheck.check(file).ifPresent(sound::add));
      return sound;
    }

    /** How many rows were read. */
    long checkRows(List<SoundFile> sound, DuckDb duckDb, BufferAllocator allocator) {
      RowCheck rowCheck = new RowCheck(fileCheck, allocator);
      Map<String, SoundFile> reliable = new HashMap<>();
      long rows = 0;
      for (SoundFile file : sound) {
        long found = rowCheck.check(file);
        if (found >= 0) {
          reliable.put(file.listed().name(), file);
          rows += found;
        }
      }
      PathCheck paths = new PathCheck(table, reliable, duckDb, allocator, faults, fileCheck);
      versions.forEach(paths::check);
      return rows;
    }

    CheckReport report(long rows) {
      long current = versions.isEmpty() ? 0 : versions.get(0).version();
      return new CheckReport(table, current, versions.size(), listed.size(), rows, faults.list());
    }
  }
}
