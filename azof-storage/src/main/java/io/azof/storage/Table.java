package io.azof.storage;

import io.azof.storage.filecache.FileCache;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.scan.KeyFacts;

/** A table at one version: what it holds does not change while you look at it. */
public final class Table {
  private final String name;
  private final Snapshot snapshot;
  private final FileCache files;
  private final KeyFacts keyFacts;

  Table(String name, Snapshot snapshot, FileCache files, KeyFacts keyFacts) {
    this.name = name;
    this.snapshot = snapshot;
    this.files = files;
    this.keyFacts = keyFacts;
  }

  public String name() {
    return name;
  }

  /** The pinned version, positive. */
  public long version() {
    return snapshot.version();
  }

  /** The value columns; {@code key} and {@code event_time} come before them. */
  public TableSchema schema() {
    return snapshot.schema();
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /** A scan of all columns, of the latest state; refine it with its methods. */
  public TableScan scan() {
    return new TableScan(name, snapshot, AsOf.LATEST, schema().columnNames(), files, keyFacts);
  }
}
