package io.azof.storage.snapshot.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The garbage collector: looks, and deletes by what it saw, at any later time; snapshots one by
 * one. Data files go all at once: a file that is gone never makes a state better, so whatever goes
 * wrong after some of them were deleted goes wrong after all of them were.
 */
record CollectorModel(Rules rules) {

  List<Step<ModelState>> steps(ModelState state) {
    List<Step<ModelState>> steps = new ArrayList<>();
    look(state.store())
        .filter(view -> !view.equals(state.view()))
        .ifPresent(
            view ->
                steps.add(new Step<>("collector looks at " + view.current(), state.with(view))));
    for (int version : state.store().snapshots().keySet()) {
      if (isGarbage(version, state.view())) {
        steps.add(delete(new StoreCall.DeleteSnapshot(version), state));
      }
    }
    List<FileName> garbage =
        state.store().files().stream().filter(file -> isGarbage(file, state.view())).toList();
    if (!garbage.isEmpty()) {
      ModelStore store = state.store();
      for (FileName file : garbage) {
        store = store.without(file);
      }
      steps.add(new Step<>("collector: delete " + garbage, state.with(store)));
    }
    return steps;
  }

  /** Empty when the chain cannot be read to its retained end: then nothing is judged. */
  private Optional<GarbageView> look(ModelStore store) {
    int current = rules.current(store);
    Set<Integer> retained = new HashSet<>();
    Set<FileName> files = new HashSet<>();
    int retainedFrom = store.snapshot(current).map(ModelSnapshot::retainedFrom).orElse(0);
    for (int version = current; version > 0 && version >= retainedFrom; ) {
      Optional<ModelSnapshot> snapshot = store.snapshot(version);
      if (snapshot.isEmpty()) {
        return Optional.empty();
      }
      retained.add(version);
      files.addAll(snapshot.get().files());
      version = snapshot.get().parent();
    }
    return Optional.of(new GarbageView(current, retained, files));
  }

  private boolean isGarbage(int version, GarbageView view) {
    return !view.snapshots().contains(version)
        && (version < view.current()
            || rules.has(Flaw.COLLECTOR_JUDGES_BY_AGE_ALONE)
            || (version > view.current()
                && rules.has(Flaw.COLLECTOR_DELETES_SNAPSHOTS_ABOVE_CURRENT)));
  }

  private boolean isGarbage(FileName file, GarbageView view) {
    return !view.files().contains(file)
        && (file.base() < view.current() || rules.has(Flaw.COLLECTOR_JUDGES_BY_AGE_ALONE));
  }

  private static Step<ModelState> delete(StoreCall call, ModelState state) {
    return new Step<>(
        "collector: " + call, state.with(call.on(state.store()).orElse(state.store())));
  }
}
