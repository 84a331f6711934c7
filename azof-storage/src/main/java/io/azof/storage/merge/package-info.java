/**
 * Sorted rows of several files as one stream, still sorted, without what other rows make
 * superfluous; knows nothing of segments. Start with {@link io.azof.storage.merge.MergedReader};
 * {@link io.azof.storage.merge.SortedFiles} has its sources.
 */
@NullMarked
package io.azof.storage.merge;

import org.jspecify.annotations.NullMarked;
