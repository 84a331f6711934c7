/**
 * The versions of a table. {@link io.azof.storage.snapshot.SnapshotReader} says which one is
 * current, {@link io.azof.storage.snapshot.VersionChain} finds older ones. {@link
 * io.azof.storage.snapshot.Committer} follows the current one with another, as a {@link
 * io.azof.storage.snapshot.Change} describes it; the protocol is in {@code CommitProtocol}.
 */
@NullMarked
package io.azof.storage.snapshot;

import org.jspecify.annotations.NullMarked;
