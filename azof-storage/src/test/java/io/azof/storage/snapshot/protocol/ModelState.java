package io.azof.storage.snapshot.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is at one moment.
 *
 * @param view what the collector goes by
 * @param delayed requests that nobody got an answer to; each may still take effect, once, or never.
 *     At once: the answer was lost. Never: the request was lost. Later: a zombie.
 * @param lossesLeft how many more requests may go unanswered
 * @param told what the writers were told about each attempt, by its text
 * @param unknown the snapshots of attempts whose outcome is unknown
 */
record ModelState(
    ModelStore store,
    List<Writer> writers,
    GarbageView view,
    List<StoreCall> delayed,
    int lossesLeft,
    Map<String, Outcome> told,
    List<ModelSnapshot> unknown) {

  ModelState {
    writers = List.copyOf(writers);
    delayed = List.copyOf(delayed);
    told = Collections.unmodifiableMap(new TreeMap<>(told));
    unknown = List.copyOf(unknown);
  }

  static ModelState start(int losses) {
    return new ModelState(
        ModelStore.EMPTY,
        List.of(Writer.start('A'), Writer.start('B')),
        GarbageView.NONE,
        List.of(),
        losses,
        Map.of(),
        List.of());
  }

  ModelState with(ModelStore changed) {
    return new ModelState(changed, writers, view, delayed, lossesLeft, told, unknown);
  }

  ModelState with(GarbageView changed) {
    return new ModelState(store, writers, changed, delayed, lossesLeft, told, unknown);
  }

  ModelState with(Writer changed) {
    List<Writer> all = writers.stream().map(w -> w.name() == changed.name() ? changed : w).toList();
    return new ModelState(store, all, view, delayed, lossesLeft, told, unknown);
  }

  ModelState losing(StoreCall call) {
    List<StoreCall> more = new ArrayList<>(delayed);
    more.add(call);
    return new ModelState(store, writers, view, more, lossesLeft - 1, told, unknown);
  }

  ModelState losingNothingThatMatters() {
    return new ModelState(store, writers, view, delayed, lossesLeft - 1, told, unknown);
  }

  /** The delayed request takes effect, if its condition holds by now. */
  ModelState arriving(int index) {
    List<StoreCall> fewer = new ArrayList<>(delayed);
    ModelStore changed = fewer.remove(index).on(store).orElse(store);
    return new ModelState(changed, writers, view, fewer, lossesLeft, told, unknown);
  }

  ModelState telling(Writer writer, Outcome outcome) {
    Map<String, Outcome> more = new TreeMap<>(told);
    more.put(writer.id().toString(), outcome);
    List<ModelSnapshot> doubtful = new ArrayList<>(unknown);
    if (outcome == Outcome.UNKNOWN) {
      doubtful.add(writer.next());
    }
    return new ModelState(store, writers, view, delayed, lossesLeft, more, doubtful);
  }
}
