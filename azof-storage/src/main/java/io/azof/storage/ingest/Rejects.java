package io.azof.storage.ingest;

/** Where rows go that cannot be imported. */
@FunctionalInterface
public interface Rejects {
  /** Nowhere: they are only counted. */
  Rejects COUNTED_ONLY = row -> {};

  /** Takes a row, in the order of the files. */
  void add(RejectedRow row);
}
