package io.azof.storage.maintain;

/**
 * Something about a table that is not as docs/FORMAT.md says.
 *
 * @param version the newest version in which it was found; 0 when it is not known which is current
 * @param object the key of the object at fault
 * @param sentence what is wrong, with the values
 */
public record Fault(FaultKind kind, long version, String object, String sentence) {}
