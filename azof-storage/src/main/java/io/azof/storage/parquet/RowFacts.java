package io.azof.storage.parquet;

import io.azof.storage.model.EventTime;

/**
 * What is known of rows that were written to a file; see {@link io.azof.storage.model.FileFacts}.
 *
 * @param rows how many; positive
 * @param hasNulls whether a row that is no tombstone has a null in a value column
 * @param hasSequences whether there is a column {@code _seq}
 * @param minSequence the least {@code _seq}; 0 without such a column
 * @param maxSequence the greatest {@code _seq}; 0 without such a column
 */
public record RowFacts(
    long rows,
    String minKey,
    String maxKey,
    EventTime minEventTime,
    EventTime maxEventTime,
    long deletes,
    boolean hasNulls,
    boolean hasSequences,
    long minSequence,
    long maxSequence) {}
