/** The one exception of Azof, {@link io.azof.error.AzofException}, and its codes. */
@NullMarked
package io.azof.error;

import org.jspecify.annotations.NullMarked;
