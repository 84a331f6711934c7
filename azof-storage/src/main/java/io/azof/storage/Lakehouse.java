package io.azof.storage;

import io.azof.error.AzofException;
import io.azof.storage.compact.CompactionPolicy;
import io.azof.storage.compact.Compactor;
import io.azof.storage.csv.CsvReader;
import io.azof.storage.evolve.SchemaAlteration;
import io.azof.storage.evolve.SchemaChange;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.format.ObjectNames;
import io.azof.storage.maintain.Maintenance;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.parquet.WrittenFile;
import io.azof.storage.scan.FileFooters;
import io.azof.storage.scan.HeldRows;
import io.azof.storage.scan.KeyFacts;
import io.azof.storage.snapshot.Change;
import io.azof.storage.snapshot.Committer;
import io.azof.storage.snapshot.Pinned;
import io.azof.storage.snapshot.Rollback;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.StoreSelfTest;
import io.azof.storage.snapshot.VersionChain;
import io.azof.storage.write.CsvDataFile;
import io.azof.storage.write.DataFileWriter;
import io.azof.storage.write.NewTable;
import io.azof.storage.write.TableWriter;
import io.azof.storage.write.WriteSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A collection of tables below one place in an object store. Safe for use by many threads.
 *
 * <pre>{@code
 * try (BufferAllocator allocator = new RootAllocator();
 *     Lakehouse lakehouse = Lakehouse.open("/data/lakehouse");
 *     ArrowReader rows =
 *         lakehouse.table("financials").scan().asOf(AsOf.at(EventTime.parse("2019-01-17")))
 *             .openReader(allocator)) {
 *   while (rows.loadNextBatch()) { … rows.getVectorSchemaRoot() … }
 * }
 * }</pre>
 */
public final class Lakehouse implements AutoCloseable {
  private final OpenStore opened;
  private final ObjectStore store;
  private final SnapshotReader snapshots;
  private final FileCacheSettings cache;
  private final FileCache files;
  private final WriteSettings writing;
  private final DataFileWriter dataFiles;
  private final Committer committer;
  private final TableSources sources;

  private Lakehouse(OpenStore opened, StorageSettings settings, WriteSettings writing) {
    this.opened = opened;
    this.store = opened.store();
    this.snapshots = new SnapshotReader(store, settings.snapshotAgeMax(), writing.clock());
    this.cache = settings.cache();
    this.files = new FileCache(store, cache);
    this.writing = writing;
    this.dataFiles = new DataFileWriter(store, writing);
    this.committer =
        new Committer(
            store,
            new StoreSelfTest(store, writing.ids()),
            writing.clock(),
            writing.ids(),
            writing.pause());
    this.sources =
        new TableSources(files, new KeyFacts(), new HeldRows(), new FileFooters(), dataFiles);
  }

  /** As {@link #open(String, StorageSettings)} with {@link StorageSettings#defaults}. */
  public static Lakehouse open(String location) {
    return open(location, StorageSettings.defaults());
  }

  /**
   * Opens the lakehouse at a path, a {@code file:} URI, {@code s3://BUCKET/PREFIX}, or {@code
   * memory:}, which is a new and empty one; the receiver closes it. S3 is not asked before the
   * first table is.
   *
   * @throws AzofException {@code LAKEHOUSE_NOT_FOUND} when nothing is at a path, {@code
   *     ARGUMENT_INVALID} for a URI of another scheme or a setting that does not hold
   */
  public static Lakehouse open(String location, StorageSettings settings) {
    OpenStore store = OpenStore.open(location, settings.s3()).requireExistingIfAsked();
    return new Lakehouse(store, settings, WriteSettings.ofThisMachine());
  }

  /** As {@link #openOrCreate(String, StorageSettings)} with {@link StorageSettings#defaults}. */
  public static Lakehouse openOrCreate(String location) {
    return openOrCreate(location, StorageSettings.defaults());
  }

  /**
   * As {@link #open(String, StorageSettings)}, but where nothing is, a lakehouse begins with its
   * first table.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for a URI of another scheme
   */
  public static Lakehouse openOrCreate(String location, StorageSettings settings) {
    OpenStore store = OpenStore.open(location, settings.s3());
    return new Lakehouse(store, settings, WriteSettings.ofThisMachine());
  }

  /** Opens the lakehouse at the root of a store, which stays open; the receiver closes it. */
  public static Lakehouse open(ObjectStore store) {
    return open(store, WriteSettings.ofThisMachine());
  }

  /**
   * Opens the lakehouse at the root of a store, which stays open; the receiver closes it.
   *
   * @param writing with what it is written to
   */
  public static Lakehouse open(ObjectStore store, WriteSettings writing) {
    OpenStore opened = OpenStore.of(store).requireExistingIfAsked();
    return new Lakehouse(opened, StorageSettings.defaults(), writing);
  }

  /**
   * Asks the store whether there is anything, so that it shows at once when it cannot be reached.
   *
   * @throws AzofException {@code LAKEHOUSE_NOT_FOUND} when there is not, {@code STORE_FAILED} when
   *     it cannot be asked
   */
  public void requireExisting() {
    opened.requireExisting();
  }

  /** Where this lakehouse is, for messages. */
  public String location() {
    return store.location();
  }

  /** The names of the tables, in order: every folder that holds a {@code version.txt}. */
  public List<String> tableNames() {
    return store.list("").folders().stream().filter(this::isTable).toList();
  }

  private boolean isTable(String folder) {
    return store.list(folder).objects().stream()
        .map(Listing.Entry::name)
        .anyMatch(ObjectNames.VERSION::equals);
  }

  /**
   * A table, pinned at the version that is current now, or was within {@link
   * StorageSettings#snapshotAgeMax}.
   *
   * @throws AzofException {@code TABLE_NOT_FOUND}, {@code METADATA_CORRUPT} or {@code
   *     FORMAT_UNSUPPORTED}
   */
  public Table table(String name) {
    Pinned pinned = snapshots.recent(name);
    return new Table(name, pinned.snapshot(), sources, pinned.traffic());
  }

  /** As {@link #table(String)}, but always pinned at the version that is current now. */
  public Table currentTable(String name) {
    forget(name);
    return table(name);
  }

  /** Makes the next {@link #table(String)} ask which version is current. */
  public void forget(String name) {
    snapshots.forget(name);
  }

  /**
   * A table, pinned at one of the versions that it retains.
   *
   * @throws AzofException as {@link #table(String)}; {@code VERSION_NOT_FOUND}
   */
  public Table table(String name, long version) {
    return new Table(name, versions(name).version(version), sources);
  }

  /**
   * A table, pinned at the newest version that was committed at a time or before.
   *
   * @throws AzofException as {@link #table(String)}; {@code VERSION_NOT_FOUND} when none that it
   *     retains was
   */
  public Table table(String name, Instant commitTime) {
    return new Table(name, versions(name).committedBy(commitTime), sources);
  }

  /**
   * The versions that a table retains.
   *
   * @throws AzofException as {@link #table(String)}
   */
  public VersionChain versions(String table) {
    return new VersionChain(snapshots, table, snapshots.current(table));
  }

  /**
   * Changes the columns of a table, all at once. No data file is written; older versions keep their
   * columns.
   *
   * @return the table with its new columns
   * @throws AzofException {@code ARGUMENT_INVALID} when a change cannot be made; {@code CONFLICT},
   *     {@code COMMIT_UNKNOWN}
   */
  public Table alterTable(String table, List<SchemaChange> changes) {
    return committed(table, new SchemaAlteration(table, changes));
  }

  /**
   * Brings back what a table held at an older version, as a new one.
   *
   * @throws AzofException {@code VERSION_NOT_FOUND} when it does not retain that version; {@code
   *     CONFLICT}, {@code COMMIT_UNKNOWN}
   */
  public Table rollback(String table, long version) {
    return committed(table, new Rollback(snapshots, table, version));
  }

  private Table committed(String table, Change change) {
    return new Table(table, committer.commit(table, change), sources);
  }

  /**
   * Makes a table without rows.
   *
   * @param properties its settings, by name; docs/FORMAT.md names those that mean something
   * @return the table at its first version
   * @throws AzofException {@code ARGUMENT_INVALID} for a name that cannot be a folder's, a schema
   *     that cannot be written or a property that cannot be read; {@code TABLE_EXISTS}
   */
  public Table createTable(String name, TableSchema schema, Map<String, String> properties) {
    CompactionPolicy.of(properties); // one that makes no sense is refused at once
    Snapshot first = committer.create(name, new NewTable(schema, properties));
    return new Table(name, first, sources);
  }

  /**
   * Removes a table with all its versions: docs/FORMAT.md, Removing a table.
   *
   * @throws AzofException {@code TABLE_NOT_FOUND}; {@code STORE_FAILED}, when it may be gone
   */
  public void dropTable(String name) {
    committer.remove(name);
    forget(name);
  }

  /**
   * Opens a writer for one commit to a table; the receiver closes it.
   *
   * @param parent where memory is taken from
   * @throws AzofException as {@link #table}; {@code UNSUPPORTED} for a table of version 1 of the
   *     format that cannot become one of version 2
   */
  public TableWriter openWriter(String table, BufferAllocator parent) {
    return TableWriter.open(
        table, snapshots.current(table), dataFiles, committer, writing.clock(), parent);
  }

  /**
   * Opens a writer for the first rows of a new table; the receiver closes it. The table comes about
   * with the writer's commit, rows and all, or not at all.
   *
   * @param properties as {@link #createTable} has them
   * @param parent where memory is taken from
   * @throws AzofException {@code ARGUMENT_INVALID} as {@link #createTable}; that the table exists
   *     is found out by the commit
   */
  public TableWriter openWriterForNewTable(
      String name, TableSchema schema, Map<String, String> properties, BufferAllocator parent) {
    NewTable first = new NewTable(schema, properties);
    return TableWriter.openForNewTable(name, first, dataFiles, committer, writing.clock(), parent);
  }

  /** What rewrites the files of tables as their properties ask for; it changes no answer. */
  public Compactor compactor() {
    return new Compactor(snapshots, files, dataFiles, committer);
  }

  /** What looks after the tables: checks, retention, garbage. */
  public Maintenance maintenance() {
    return new Maintenance(store, committer, writing, cache);
  }

  /**
   * Writes a data file {@code name.parquet} for a table, out of the rows of {@code name.csv} that
   * lies beside its snapshot. See {@link CsvReader} for the form of that file.
   *
   * @param parent where memory is taken from
   * @param replace whether an existing {@code name.parquet} is replaced; otherwise it is an error
   * @throws AzofException {@code TABLE_NOT_FOUND}, or {@code ARGUMENT_INVALID} that names the file,
   *     the line, the column and the value; then nothing is left behind. {@code UNSUPPORTED} for a
   *     lakehouse that is not on this machine's disk.
   */
  public WrittenFile writeDataFileFromCsv(
      BufferAllocator parent, String table, String name, boolean replace) {
    return CsvDataFile.of(table, table(table).schema(), store).write(parent, name, replace);
  }

  /**
   * Lets go of what was copied to local disk, and of connections. Readers and writers must be
   * closed before.
   */
  @Override
  public void close() {
    try (opened;
        dataFiles) {
      files.close();
    }
  }
}
