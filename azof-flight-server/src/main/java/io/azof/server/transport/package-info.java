/**
 * The connections beneath Flight: {@link io.azof.server.transport.CallPeers} knows from where a
 * call comes, {@link io.azof.server.transport.SecureConnections} encrypts.
 */
@NullMarked
package io.azof.server.transport;

import org.jspecify.annotations.NullMarked;
