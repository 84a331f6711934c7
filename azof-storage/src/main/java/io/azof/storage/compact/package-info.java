/**
 * Data files rewritten into fewer that answer the same: a plan (pure), then the files, then a
 * commit. Start with {@link io.azof.storage.compact.CompactionPlanner}.
 */
@NullMarked
package io.azof.storage.compact;

import org.jspecify.annotations.NullMarked;
