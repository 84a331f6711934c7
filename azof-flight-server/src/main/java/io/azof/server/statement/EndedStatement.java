package io.azof.server.statement;

import java.time.Duration;
import java.util.Optional;

/**
 * A run that is over.
 *
 * @param progress how far it came
 * @param duration from its begin to its end
 * @param failure empty when it is whole
 */
public record EndedStatement(
    StatementFacts facts,
    RunProgress progress,
    Duration duration,
    RunOutcome outcome,
    Optional<RunFailure> failure) {}
