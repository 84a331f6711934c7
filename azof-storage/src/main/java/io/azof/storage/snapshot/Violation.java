package io.azof.storage.snapshot;

/**
 * Something about a snapshot that must not be.
 *
 * @param invariant what should hold
 * @param what where it does not, with the values
 */
record Violation(String invariant, String what) {}
