package io.azof.storage;

import io.azof.storage.filecache.FileCache;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.Traffic;
import io.azof.storage.scan.KeyFacts;

/** A table at one version: what it holds does not change while you look at it. */
public final class Table {
  private final String name;
  private final Snapshot snapshot;
  private final FileCache files;
  private final KeyFacts keyFacts;
  private final Traffic traffic;

  /** A table whose snapshot was at hand. */
  Table(String name, Snapshot snapshot, FileCache files, KeyFacts keyFacts) {
    this(name, snapshot, files, keyFacts, Traffic.NONE);
  }

  Table(String name, Snapshot snapshot, FileCache files, KeyFacts keyFacts, Traffic traffic) {
    this.name = name;
    this.snapshot = snapshot;
    this.traffic = traffic;
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

  /** What it took to find out which version is current, and what it is. */
  public Traffic traffic() {
    return traffic;
  }

  /** A scan of all columns, of the latest state; refine it with its methods. */
  public TableScan scan() {
    return new TableScan(name, snapshot, AsOf.LATEST, schema().columnNames(), files, keyFacts);
  }
}
