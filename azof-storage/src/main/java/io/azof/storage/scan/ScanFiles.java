package io.azof.storage.scan;

import io.azof.storage.filecache.FileCache;
import io.azof.storage.model.Snapshot;

/** Stub. */
public record ScanFiles(String table, Snapshot snapshot, FileCache files) {
  public String footer(String name) {
    return name;
  }
}
