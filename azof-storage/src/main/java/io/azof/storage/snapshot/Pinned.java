package io.azof.storage.snapshot;

import io.azof.storage.model.Snapshot;
import io.azof.storage.model.Traffic;

/**
 * The snapshot that is current, with what it takes to put another in its place.
 *
 * @param tag the tag that {@code version.txt} has as long as this version is current
 * @param traffic what it took to find out
 */
public record Pinned(Snapshot snapshot, String tag, Traffic traffic) {}
