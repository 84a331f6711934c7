package io.azof.storage.snapshot.protocol;

/**
 * Where a writer stands.
 *
 * @param commit the number of its commit, from 1
 * @param attempt how often this commit was tried before
 * @param base the snapshot that it builds upon, pinned
 * @param next the snapshot that it wants to commit
 * @param file the data file that it has made
 * @param refused whether the pointer's write was refused, rather than not answered
 * @param seen the version that it read last
 */
record Writer(
    char name,
    Phase phase,
    int commit,
    int attempt,
    ModelSnapshot base,
    ModelSnapshot next,
    FileName file,
    boolean refused,
    int seen) {

  /** The next thing that a writer does. */
  enum Phase {
    READ_POINTER,
    READ_SNAPSHOT,
    CREATE_FILE,
    CREATE_SNAPSHOT,
    INSPECT_SNAPSHOT,
    READ_POINTER_AGAIN,
    MOVE_POINTER,
    LOOK_AT_POINTER,
    WALK_CHAIN,
    DELETE_SNAPSHOT,
    DELETE_FILE_THEN_TRY_AGAIN,
    DELETE_FILE_THEN_GO_ON,
    DONE
  }

  private static final FileName NO_FILE = new FileName(ModelSnapshot.NONE.id(), 0);

  static Writer start(char name) {
    return new Writer(
        name, Phase.READ_POINTER, 1, 0, ModelSnapshot.NONE, ModelSnapshot.NONE, NO_FILE, false, 0);
  }

  CommitId id() {
    return new CommitId(name, commit, attempt);
  }

  Writer at(Phase changed) {
    return new Writer(name, changed, commit, attempt, base, next, file, refused, seen);
  }

  Writer loading(int version) {
    return new Writer(
        name, Phase.READ_SNAPSHOT, commit, attempt, base, next, file, refused, version);
  }

  Writer prepared(Phase changed, ModelSnapshot onto, ModelSnapshot made, FileName with) {
    return new Writer(name, changed, commit, attempt, onto, made, with, false, 0);
  }

  Writer proposing(ModelSnapshot changed) {
    return new Writer(
        name, Phase.CREATE_SNAPSHOT, commit, attempt, base, changed, file, refused, seen);
  }

  Writer doubting(boolean wasRefused) {
    return new Writer(
        name, Phase.LOOK_AT_POINTER, commit, attempt, base, next, file, wasRefused, seen);
  }

  Writer walkingFrom(int version) {
    return new Writer(name, Phase.WALK_CHAIN, commit, attempt, base, next, file, refused, version);
  }

  /** Forgets everything of this attempt but the file, which a careless writer uses again. */
  Writer tryingAgain() {
    return new Writer(
        name,
        Phase.READ_POINTER,
        commit,
        attempt + 1,
        ModelSnapshot.NONE,
        ModelSnapshot.NONE,
        file,
        false,
        0);
  }

  Writer goingOn(int commits) {
    Writer next = start(name);
    return new Writer(
        name,
        commit == commits ? Phase.DONE : Phase.READ_POINTER,
        commit + 1,
        0,
        next.base,
        next.next,
        NO_FILE,
        false,
        0);
  }
}
