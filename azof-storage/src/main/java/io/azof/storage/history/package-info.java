/**
 * All versions of the keys of a table with the times from which and to which they are valid: {@link
 * io.azof.storage.history.HistoryPlanner} says which files that takes, {@link
 * io.azof.storage.history.HistoryReader} merges them.
 */
@NullMarked
package io.azof.storage.history;

import org.jspecify.annotations.NullMarked;
