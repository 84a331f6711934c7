package io.azof.storage.snapshot;

import io.azof.storage.model.Traffic;

/**
 * What {@code version.txt} says.
 *
 * @param number the current version, positive
 * @param tag the object's tag: while it has it, no other version is current
 * @param edition what tells the object from another of the same content
 * @param traffic what it took to ask
 */
record CurrentVersion(long number, String tag, String edition, Traffic traffic) {}
