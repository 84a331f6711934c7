/**
 * The Arrow Flight SQL server: {@link io.azof.server.AzofServer} puts it together from a {@link
 * io.azof.server.config.ServerConfig}.
 */
@NullMarked
package io.azof.server;

import org.jspecify.annotations.NullMarked;
