package io.azof.storage.scan;

/**
 * A data file that cannot hold anything that is visible, so that it is not read.
 *
 * @param reason why, in words that follow "skipped, because"
 */
public record SkippedFile(String name, PathFile.Role role, String segmentId, String reason) {}
