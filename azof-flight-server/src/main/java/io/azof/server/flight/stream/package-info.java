/**
 * Arrow batches onto the wire: {@link io.azof.server.flight.stream.ResultStreams} runs each result
 * on a thread of its own, at the pace of its client, in messages that every client takes.
 */
@NullMarked
package io.azof.server.flight.stream;

import org.jspecify.annotations.NullMarked;
