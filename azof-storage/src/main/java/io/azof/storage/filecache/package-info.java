/**
 * Immutable data files on local disk. Start with {@link io.azof.storage.filecache.FileCache};
 * {@link io.azof.storage.filecache.CacheFolder} is the folder that several processes may share.
 */
@NullMarked
package io.azof.storage.filecache;

import org.jspecify.annotations.NullMarked;
