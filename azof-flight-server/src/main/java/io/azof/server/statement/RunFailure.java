package io.azof.server.statement;

import java.util.Optional;

/**
 * What a run failed of.
 *
 * @param code the name of an ErrorCode, or of a status of Flight
 * @param errorId under which the log has the details; empty for what is no fault of the server
 */
public record RunFailure(String code, Optional<String> errorId) {}
