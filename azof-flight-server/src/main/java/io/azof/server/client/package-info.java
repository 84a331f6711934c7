/**
 * Looking at a running server from outside: {@link io.azof.server.client.AdminClient}, for the
 * commands that do.
 */
@NullMarked
package io.azof.server.client;

import org.jspecify.annotations.NullMarked;
