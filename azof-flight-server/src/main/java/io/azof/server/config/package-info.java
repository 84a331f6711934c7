/**
 * Configuration, read once: {@link io.azof.server.config.Configuration} from a file and the
 * environment, {@link io.azof.server.config.ServerConfig} out of it. {@link
 * io.azof.server.config.Setting} lists every key.
 */
@NullMarked
package io.azof.server.config;

import org.jspecify.annotations.NullMarked;
