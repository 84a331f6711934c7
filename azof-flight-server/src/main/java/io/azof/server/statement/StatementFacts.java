package io.azof.server.statement;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a run from its begin on.
 *
 * @param id names the run as long as the server lives; no secret
 * @param sql the text of the statement
 * @param asOf the event time at which its session looks at all tables; empty: as they are now. The
 *     clauses in the text come on top
 * @param begin when it came
 */
public record StatementFacts(
    String id,
    StatementKind kind,
    StatementOrigin origin,
    String sql,
    Optional<String> asOf,
    Instant begin) {}
