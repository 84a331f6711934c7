package io.azof.storage.ingest;

/**
 * How far an import is.
 *
 * @param bytesRead of {@code bytesTotal}, the sizes of all files
 * @param rows that were passed on
 * @param rejected rows that were not
 */
public record ImportProgress(long bytesRead, long bytesTotal, long rows, long rejected) {}
