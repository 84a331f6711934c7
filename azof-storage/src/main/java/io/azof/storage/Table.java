package io.azof.storage;

import io.azof.error.AzofException;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.RowSelection;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.Traffic;

/** A table at one version: what it holds does not change while you look at it. */
public final class Table {
  private final String name;
  private final Snapshot snapshot;
  private final TableSources sources;
  private final Traffic traffic;

  /** A table whose snapshot was at hand. */
  Table(String name, Snapshot snapshot, TableSources sources) {
    this(name, snapshot, sources, Traffic.NONE);
  }

  Table(String name, Snapshot snapshot, TableSources sources, Traffic traffic) {
    this.name = name;
    this.snapshot = snapshot;
    this.traffic = traffic;
    this.sources = sources;
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
    return new TableScan(
        name, snapshot, AsOf.LATEST, schema().columnNames(), RowSelection.ALL, sources);
  }

  /**
   * All versions of all keys, with all columns; refine it with its methods.
   *
   * @throws AzofException {@code UNSUPPORTED} when the table has a column of its own that is named
   *     as one that a history adds
   */
  public TableHistory history() {
    return TableHistory.of(name, snapshot, sources);
  }
}
