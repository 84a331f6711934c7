package io.azof.storage.objectstore;

/**
 * An object that has been copied into a file.
 *
 * @param bytes how long it is
 * @param requests how many times the store was asked for it or for parts of it
 */
public record Download(long bytes, int requests) {}
