/** Statements as spans of traces: {@link io.azof.server.tracing.StatementTraces} sends them. */
@NullMarked
package io.azof.server.tracing;

import org.jspecify.annotations.NullMarked;
