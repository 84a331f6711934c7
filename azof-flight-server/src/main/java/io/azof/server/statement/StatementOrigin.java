package io.azof.server.statement;

import java.util.Optional;

/**
 * Whose statement it is, and from where it came.
 *
 * @param user the name of the user
 * @param peer the address of the machine
 * @param session a name of the session that tells nobody how to use it; empty when there is none
 * @param traceParent the trace of the client that it is part of, as the W3C header {@code
 *     traceparent} has it; empty when there is none
 */
public record StatementOrigin(
    String user, String peer, Optional<String> session, Optional<String> traceParent) {
  /** The second field of the header. */
  public Optional<String> traceId() {
    return traceParent.map(header -> header.split("-", -1)[1]);
  }
}
