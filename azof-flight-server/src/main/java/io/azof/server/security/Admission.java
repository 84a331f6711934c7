package io.azof.server.security;

import java.util.Optional;

/**
 * A call may go on.
 *
 * @param principal on whose behalf
 * @param authorization what to send back in the header of that name: a new token
 */
public record Admission(Principal principal, Optional<String> authorization) {}
