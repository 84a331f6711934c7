/**
 * Rows as text: {@link io.azof.cli.output.Rows} are what is written, {@link
 * io.azof.cli.output.OutputFormat} says how.
 */
@NullMarked
package io.azof.cli.output;

import org.jspecify.annotations.NullMarked;
