/** Errors as Flight says them: {@link io.azof.server.flight.error.CallErrors}. */
@NullMarked
package io.azof.server.flight.error;

import org.jspecify.annotations.NullMarked;
