/**
 * The connections beneath Flight: {@link io.azof.server.transport.ServerPort} listens, {@link
 * io.azof.server.transport.SecureConnections} encrypts, {@link io.azof.server.transport.CallPeers}
 * knows from where a call comes, {@link io.azof.server.transport.RunningCalls} which ones run.
 */
@NullMarked
package io.azof.server.transport;

import org.jspecify.annotations.NullMarked;
