/**
 * What clients ask about the server and its tables, as results in the schemas that Flight SQL
 * prescribes: {@link io.azof.server.flight.metadata.TableMetadata}, {@link
 * io.azof.server.flight.metadata.ServerInfo}, {@link io.azof.server.flight.metadata.TypeInfo}.
 */
@NullMarked
package io.azof.server.flight.metadata;

import org.jspecify.annotations.NullMarked;
