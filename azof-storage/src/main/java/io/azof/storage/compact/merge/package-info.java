/**
 * Sorted rows of several files as one stream, still sorted, without what other rows make
 * superfluous; knows nothing of segments. Start with {@link
 * io.azof.storage.compact.merge.MergedReader}.
 */
@NullMarked
package io.azof.storage.compact.merge;

import org.jspecify.annotations.NullMarked;
