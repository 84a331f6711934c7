package io.azof.storage.snapshot.protocol;

/** A way of doing the protocol wrong; each must lead to a violation somewhere. */
enum Flaw {
  /** Whatever no retained snapshot needs is deleted, as if it were merely old enough. */
  COLLECTOR_JUDGES_BY_AGE_ALONE(0, "The current version 1 has no snapshot"),
  /** Snapshots above the current version are deleted when nothing refers to them. */
  COLLECTOR_DELETES_SNAPSHOTS_ABOVE_CURRENT(0, "The current version 1 has no snapshot"),
  /** There is no pointer: the greatest snapshot is current, and creating it commits. */
  HIGHEST_SNAPSHOT_WINS(0, "The acknowledged commit B1 is lost"),
  /** The pointer is written without a condition. */
  POINTER_IS_OVERWRITTEN(0, "The acknowledged commit A1 is lost"),
  /** No answer to the pointer's write counts as a failure, after which own files are deleted. */
  TIMEOUT_IS_FAILURE(1, "The attempt A1 was said not to be committed, but is"),
  /** No answer to the pointer's write, and an unmoved pointer, count as a conflict. */
  AMBIGUOUS_IS_CONFLICT(1, "The attempt A1 was said not to be committed, but is"),
  /** After a conflict, the same data files are committed against the newer version. */
  FILES_ARE_NOT_RESTAMPED(0, "Version 2 lists files that are gone [delta-b0-B1]"),
  /** A refused write of the pointer counts as a conflict without a look at the chain. */
  REFUSED_IS_CONFLICT(1, "The attempt A1 was said not to be committed, but is"),
  /** The walk for one's own commit goes on below the oldest version that is retained. */
  CHAIN_IS_WALKED_BELOW_RETAINED(0, "The acknowledged commit B1 is lost"),
  /** After a conflict, the writer deletes its own snapshot, whose number others may use. */
  OWN_SNAPSHOT_IS_DELETED(0, "The current version 1 has no snapshot");

  private final int losses;
  private final String harm;

  Flaw(int losses, String harm) {
    this.losses = losses;
    this.harm = harm;
  }

  /** How many requests must go unanswered before the flaw does harm. */
  int losses() {
    return losses;
  }

  /** What goes wrong first, in the words of {@link Safety}. */
  String harm() {
    return harm;
  }
}
