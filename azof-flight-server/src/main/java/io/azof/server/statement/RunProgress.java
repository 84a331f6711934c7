package io.azof.server.statement;

import io.azof.storage.model.Traffic;

/**
 * How far a run is.
 *
 * @param rows how many were sent, or written
 * @param bytes of column data that were sent
 * @param traffic what was asked of the store
 */
public record RunProgress(RunState state, long rows, long bytes, Traffic traffic) {}
