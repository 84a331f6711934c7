/**
 * Changes of a table's columns: {@link io.azof.storage.evolve.SchemaChange} makes the next schema
 * out of the current one, and {@link io.azof.storage.evolve.SchemaAlteration} is the commit of it.
 */
@NullMarked
package io.azof.storage.evolve;

import org.jspecify.annotations.NullMarked;
