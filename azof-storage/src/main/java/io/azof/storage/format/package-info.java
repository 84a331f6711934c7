/**
 * The model as bytes: {@link io.azof.storage.format.SnapshotJson} for snapshots, {@link
 * io.azof.storage.format.ObjectNames} for where things lie. The specification is docs/FORMAT.md.
 */
@NullMarked
package io.azof.storage.format;

import org.jspecify.annotations.NullMarked;
