/**
 * Who may use the server, and what for: {@link io.azof.server.security.Access} decides on whose
 * behalf a call is made, {@link io.azof.server.security.ListenAddress} who can reach the server at
 * all, {@link io.azof.server.security.OwnerSeals} seals what clients carry.
 */
@NullMarked
package io.azof.server.security;

import org.jspecify.annotations.NullMarked;
