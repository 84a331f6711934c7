package io.azof.storage.snapshot;

import io.azof.storage.model.Snapshot;

/**
 * The snapshot that is current, with what it takes to put another in its place.
 *
 * @param tag the tag that {@code version.txt} has as long as this version is current
 */
record Pinned(Snapshot snapshot, String tag) {}
