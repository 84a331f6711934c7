package io.azof.storage.snapshot;

/**
 * What {@code version.txt} says.
 *
 * @param number the current version, positive
 * @param tag the object's tag: while it has it, no other version is current
 */
record CurrentVersion(long number, String tag) {}
