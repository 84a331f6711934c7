/** What clients bind to a statement: {@link io.azof.server.flight.parameter.ParameterRows}. */
@NullMarked
package io.azof.server.flight.parameter;

import org.jspecify.annotations.NullMarked;
