/**
 * The Flight SQL protocol: {@link io.azof.server.flight.AzofProducer} answers each command, behind
 * {@link io.azof.server.flight.GuardedProducer}, which lets no exception out but as a status.
 */
@NullMarked
package io.azof.server.flight;

import org.jspecify.annotations.NullMarked;
