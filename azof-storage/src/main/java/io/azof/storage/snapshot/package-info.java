/** Which snapshot a table is at: {@link io.azof.storage.snapshot.SnapshotReader}. */
@NullMarked
package io.azof.storage.snapshot;

import org.jspecify.annotations.NullMarked;
