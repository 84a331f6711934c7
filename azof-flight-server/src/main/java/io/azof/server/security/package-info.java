/** Who may reach the server: {@link io.azof.server.security.ListenAddress}. */
@NullMarked
package io.azof.server.security;

import org.jspecify.annotations.NullMarked;
