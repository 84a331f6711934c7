/**
 * The facts about a table, as immutable records: no I/O, no Arrow. Start with {@link
 * io.azof.storage.model.Snapshot} and {@link io.azof.storage.model.AsOf}.
 */
@NullMarked
package io.azof.storage.model;

import org.jspecify.annotations.NullMarked;
