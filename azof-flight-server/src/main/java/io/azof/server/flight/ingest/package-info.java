/**
 * Rows that clients send, as rows of a table: an {@link io.azof.server.flight.ingest.IngestRequest}
 * says of which table, {@link io.azof.server.flight.ingest.IngestColumns} which columns become
 * which, and gives an {@link io.azof.server.flight.ingest.IngestBatch} for each batch.
 */
@NullMarked
package io.azof.server.flight.ingest;

import org.jspecify.annotations.NullMarked;
