/**
 * The Flight SQL protocol: {@link io.azof.server.flight.AzofProducer} answers each command, with
 * what clients carry under the seals of {@link io.azof.server.flight.SealedProducer}, behind {@link
 * io.azof.server.flight.GuardedProducer}, which lets no exception out but as a status.
 */
@NullMarked
package io.azof.server.flight;

import org.jspecify.annotations.NullMarked;
