/** Immutable data files on local disk: {@link io.azof.storage.filecache.FileCache}. */
@NullMarked
package io.azof.storage.filecache;

import org.jspecify.annotations.NullMarked;
