package io.azof.storage.model;

/**
 * A data file that holds what happened within a segment.
 *
 * @param name the object's name within the table's folder
 * @param range the least and the greatest event time in it, as its writer declared them
 */
public record DeltaFile(String name, TimeRange range) {}
