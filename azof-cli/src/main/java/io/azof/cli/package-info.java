/** The {@code azof} command: start with {@link io.azof.cli.Main}. */
@NullMarked
package io.azof.cli;

import org.jspecify.annotations.NullMarked;
