package io.azof.storage.snapshot.protocol;

import io.azof.storage.snapshot.protocol.Writer.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A writer: one step is one request to the store. Between two steps anything else may happen for
 * any length of time. A request that changes something may go unanswered; then the writer learns of
 * the failure, or its client sends the request again without telling.
 */
record WriterModel(Rules rules) {

  List<Step<ModelState>> steps(ModelState state, Writer writer) {
    return switch (writer.phase()) {
      case READ_POINTER -> readPointer(state, writer);
      case READ_SNAPSHOT -> readSnapshot(state, writer);
      case CREATE_FILE -> createFile(state, writer);
      case CREATE_SNAPSHOT -> createSnapshot(state, writer);
      case INSPECT_SNAPSHOT -> inspectSnapshot(state, writer);
      case READ_POINTER_AGAIN -> readPointerAgain(state, writer);
      case MOVE_POINTER -> movePointer(state, writer);
      case LOOK_AT_POINTER -> lookAtPointer(state, writer);
      case WALK_CHAIN -> walkChain(state, writer);
      case DELETE_SNAPSHOT -> deleteSnapshot(state, writer);
      case DELETE_FILE_THEN_TRY_AGAIN -> deleteFile(state, writer, writer.tryingAgain());
      case DELETE_FILE_THEN_GO_ON -> deleteFile(state, writer, goingOn(writer));
      case DONE -> List.of();
    };
  }

  private List<Step<ModelState>> readPointer(ModelState state, Writer writer) {
    int current = rules.current(state.store());
    return List.of(
        step(writer, "reads version.txt: " + current, state.with(writer.loading(current))));
  }

  /** When the pointer is old, the object may be gone, or even be another writer's by now. */
  private List<Step<ModelState>> readSnapshot(ModelState state, Writer writer) {
    Optional<ModelSnapshot> base = state.store().snapshot(writer.seen());
    Writer next =
        base.map(snapshot -> prepare(state, writer, snapshot))
            .orElseGet(() -> writer.at(Phase.READ_POINTER));
    return List.of(step(writer, "reads s" + writer.seen() + ".json", state.with(next)));
  }

  private Writer prepare(ModelState state, Writer writer, ModelSnapshot base) {
    boolean again = rules.has(Flaw.FILES_ARE_NOT_RESTAMPED) && writer.attempt() > 0;
    FileName file = again ? writer.file() : new FileName(writer.id(), base.version());
    Phase phase = again ? Phase.CREATE_SNAPSHOT : Phase.CREATE_FILE;
    int retainedFrom = base.version() == 0 ? 1 : base.retainedFrom();
    return switch (rules.commitsOf(writer).get(writer.commit() - 1)) {
      case APPEND -> {
        Set<FileName> files = new HashSet<>(base.files());
        files.add(file);
        yield writer.prepared(
            phase, base, ModelSnapshot.after(base, writer.id(), retainedFrom, files), file);
      }
      case COMPACT_AND_EXPIRE ->
          writer.prepared(
              phase,
              base,
              ModelSnapshot.after(base, writer.id(), base.version() + 1, Set.of(file)),
              file);
      case ROLLBACK -> {
        Optional<ModelSnapshot> target =
            state
                .store()
                .snapshot(base.parent())
                .filter(s -> s.version() > 0 && s.version() >= base.retainedFrom());
        yield target
            .map(t -> ModelSnapshot.after(base, writer.id(), retainedFrom, t.files()))
            .map(next -> writer.prepared(Phase.CREATE_SNAPSHOT, base, next, writer.file()))
            .orElseGet(() -> goingOn(writer));
      }
    };
  }

  private List<Step<ModelState>> createFile(ModelState state, Writer writer) {
    UnaryOperator<ModelState> goOn = s -> s.with(writer.at(Phase.CREATE_SNAPSHOT));
    return call(
        state,
        writer,
        new StoreCall.CreateFile(writer.file()),
        goOn,
        goOn, // the name is unique: the file is mine
        s -> failing(s, writer));
  }

  private List<Step<ModelState>> createSnapshot(ModelState state, Writer writer) {
    return call(
        state,
        writer,
        new StoreCall.CreateSnapshot(writer.next()),
        s -> snapshotIsMine(s, writer),
        s -> s.with(writer.at(Phase.INSPECT_SNAPSHOT)),
        s -> failing(s, writer));
  }

  private ModelState snapshotIsMine(ModelState state, Writer writer) {
    return rules.has(Flaw.HIGHEST_SNAPSHOT_WINS)
        ? committing(state, writer)
        : state.with(writer.at(Phase.MOVE_POINTER));
  }

  private List<Step<ModelState>> inspectSnapshot(ModelState state, Writer writer) {
    boolean mine =
        state
            .store()
            .snapshot(writer.next().version())
            .filter(snapshot -> snapshot.id().equals(writer.id()))
            .isPresent();
    ModelState next =
        mine ? snapshotIsMine(state, writer) : state.with(writer.at(Phase.READ_POINTER_AGAIN));
    return List.of(
        step(writer, "reads " + writer.next().object() + (mine ? ", its own" : ""), next));
  }

  private List<Step<ModelState>> readPointerAgain(ModelState state, Writer writer) {
    int current = rules.current(state.store());
    ModelState next =
        current == writer.base().version()
            ? state.with(writer.proposing(writer.next().renumbered(writer.next().version() + 1)))
            : conflicting(state, writer);
    return List.of(step(writer, "reads version.txt: " + current, next));
  }

  private List<Step<ModelState>> movePointer(ModelState state, Writer writer) {
    StoreCall call =
        new StoreCall.MovePointer(
            writer.base().version(),
            writer.next().version(),
            writer.id(),
            rules.has(Flaw.POINTER_IS_OVERWRITTEN));
    return call(
        state,
        writer,
        call,
        s -> committing(s, writer),
        s ->
            rules.has(Flaw.REFUSED_IS_CONFLICT)
                ? conflicting(s, writer)
                : s.with(writer.doubting(true)),
        s ->
            rules.has(Flaw.TIMEOUT_IS_FAILURE)
                ? failing(s, writer)
                : s.with(writer.doubting(false)));
  }

  private List<Step<ModelState>> lookAtPointer(ModelState state, Writer writer) {
    int current = state.store().pointer();
    List<Step<ModelState>> steps = new ArrayList<>();
    String text = "looks at version.txt: " + current;
    if (current != writer.base().version()) {
      steps.add(step(writer, text, state.with(writer.walkingFrom(current))));
    } else if (writer.refused() || rules.has(Flaw.AMBIGUOUS_IS_CONFLICT)) {
      steps.add(step(writer, text, conflicting(state, writer)));
    } else {
      steps.add(step(writer, text, doubtful(state, writer)));
    }
    if (state.lossesLeft() > 0) {
      steps.add(
          step(
              writer,
              "looks at version.txt: no answer",
              doubtful(state.losingNothingThatMatters(), writer)));
    }
    return steps;
  }

  private List<Step<ModelState>> walkChain(ModelState state, Writer writer) {
    int mine = writer.next().version();
    int version = writer.seen();
    int retainedFrom = state.store().snapshot(version).map(ModelSnapshot::retainedFrom).orElse(0);
    while (version > mine && (version >= retainedFrom || walksTooFar())) {
      Optional<ModelSnapshot> snapshot = state.store().snapshot(version);
      if (snapshot.isEmpty()) {
        boolean moved = state.store().pointer() != writer.seen();
        return List.of(
            step(
                writer,
                "misses s" + version + ".json in the chain",
                moved ? state.with(writer.doubting(writer.refused())) : doubtful(state, writer)));
      }
      version = snapshot.get().parent();
    }
    return List.of(
        step(
            writer,
            "walks the chain from " + writer.seen() + " to " + version,
            afterWalk(state, writer, version, retainedFrom)));
  }

  /**
   * A number that this writer took stands for its own commit, but only among the retained versions:
   * once an expired snapshot is deleted, a writer that slept may take the number again.
   */
  private ModelState afterWalk(ModelState state, Writer writer, int version, int retainedFrom) {
    if (version < writer.next().version()) {
      return conflicting(state, writer);
    }
    boolean retained = version >= retainedFrom || walksTooFar();
    return version == writer.next().version() && retained
        ? committing(state, writer)
        : doubtful(state, writer);
  }

  private boolean walksTooFar() {
    return rules.has(Flaw.CHAIN_IS_WALKED_BELOW_RETAINED);
  }

  private List<Step<ModelState>> deleteSnapshot(ModelState state, Writer writer) {
    UnaryOperator<ModelState> goOn = s -> s.with(writer.at(Phase.DELETE_FILE_THEN_TRY_AGAIN));
    return call(
        state, writer, new StoreCall.DeleteSnapshot(writer.next().version()), goOn, goOn, goOn);
  }

  private List<Step<ModelState>> deleteFile(ModelState state, Writer writer, Writer after) {
    UnaryOperator<ModelState> goOn = s -> s.with(after);
    return call(state, writer, new StoreCall.DeleteFile(writer.file()), goOn, goOn, goOn);
  }

  private ModelState committing(ModelState state, Writer writer) {
    return state.telling(writer, Outcome.COMMITTED).with(goingOn(writer));
  }

  private ModelState conflicting(ModelState state, Writer writer) {
    Phase phase =
        rules.has(Flaw.OWN_SNAPSHOT_IS_DELETED)
            ? Phase.DELETE_SNAPSHOT
            : Phase.DELETE_FILE_THEN_TRY_AGAIN;
    return state
        .telling(writer, Outcome.CONFLICT)
        .with(rules.has(Flaw.FILES_ARE_NOT_RESTAMPED) ? writer.tryingAgain() : writer.at(phase));
  }

  private ModelState doubtful(ModelState state, Writer writer) {
    return state.telling(writer, Outcome.UNKNOWN).with(goingOn(writer));
  }

  private ModelState failing(ModelState state, Writer writer) {
    return state.telling(writer, Outcome.FAILED).with(writer.at(Phase.DELETE_FILE_THEN_GO_ON));
  }

  private Writer goingOn(Writer writer) {
    return writer.goingOn(rules.commitsOf(writer).size());
  }

  private static List<Step<ModelState>> call(
      ModelState state,
      Writer writer,
      StoreCall call,
      UnaryOperator<ModelState> done,
      UnaryOperator<ModelState> refused,
      UnaryOperator<ModelState> unanswered) {
    List<Step<ModelState>> steps = new ArrayList<>();
    Optional<ModelStore> changed = call.on(state.store());
    steps.add(
        changed
            .map(store -> step(writer, call.toString(), done.apply(state.with(store))))
            .orElseGet(() -> step(writer, call + ": refused", refused.apply(state))));
    if (state.lossesLeft() > 0) {
      ModelState lost = state.losing(call);
      steps.add(step(writer, call + ": no answer", unanswered.apply(lost)));
      steps.add(step(writer, call + ": no answer, so its client sends it again", lost));
    }
    return steps;
  }

  private static Step<ModelState> step(Writer writer, String text, ModelState next) {
    return new Step<>(writer.id() + " " + text, next);
  }
}
