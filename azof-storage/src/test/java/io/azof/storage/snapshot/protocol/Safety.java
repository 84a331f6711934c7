package io.azof.storage.snapshot.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold in every state. */
record Safety(Rules rules) {

  /** The first property that does not hold, in words. */
  Optional<String> violation(ModelState state) {
    List<Function<ModelState, Optional<String>>> properties =
        List.of(
            this::theCurrentSnapshotExists,
            this::retainedVersionsAreWhole,
            this::whatWasAcknowledgedIsInTheChain,
            this::whatWasDeniedIsNotInTheChain,
            this::whatMayStillBeCommittedIsWhole);
    return properties.stream().flatMap(p -> p.apply(state).stream()).findFirst();
  }

  private Optional<ModelSnapshot> current(ModelState state) {
    return state.store().snapshot(rules.current(state.store()));
  }

  private Optional<String> theCurrentSnapshotExists(ModelState state) {
    return current(state).isPresent()
        ? Optional.empty()
        : Optional.of("The current version " + state.store().pointer() + " has no snapshot:");
  }

  private Optional<String> retainedVersionsAreWhole(ModelState state) {
    int retainedFrom = current(state).orElseThrow().retainedFrom();
    for (int version = rules.current(state.store()); version > 0 && version >= retainedFrom; ) {
      Optional<ModelSnapshot> snapshot = state.store().snapshot(version);
      if (snapshot.isEmpty()) {
        return Optional.of("The retained version " + version + " has no snapshot:");
      }
      Set<FileName> missing = missing(state.store(), snapshot.get());
      if (!missing.isEmpty()) {
        return Optional.of("Version " + version + " lists files that are gone " + missing + ":");
      }
      version = snapshot.get().parent();
    }
    return Optional.empty();
  }

  private Optional<String> whatWasAcknowledgedIsInTheChain(ModelState state) {
    Set<String> chain = chain(state);
    return told(state, Set.of(Outcome.COMMITTED))
        .filter(id -> !chain.contains(id))
        .findFirst()
        .map(id -> "The acknowledged commit " + id + " is lost:");
  }

  private Optional<String> whatWasDeniedIsNotInTheChain(ModelState state) {
    Set<String> chain = chain(state);
    return told(state, Set.of(Outcome.CONFLICT, Outcome.FAILED))
        .filter(chain::contains)
        .findFirst()
        .map(id -> "The attempt " + id + " was said not to be committed, but is:");
  }

  private Optional<String> whatMayStillBeCommittedIsWhole(ModelState state) {
    for (ModelSnapshot snapshot : state.unknown()) {
      boolean mayBe = state.store().pointer() == snapshot.parent();
      if (mayBe
          && !(Optional.of(snapshot).equals(state.store().snapshot(snapshot.version()))
              && missing(state.store(), snapshot).isEmpty())) {
        return Optional.of("Deleted, though it may still be committed, " + snapshot.id() + ":");
      }
    }
    return Optional.empty();
  }

  private Set<String> chain(ModelState state) {
    return current(state).orElseThrow().chain().stream()
        .map(CommitId::toString)
        .collect(Collectors.toSet());
  }

  private static Stream<String> told(ModelState state, Set<Outcome> outcomes) {
    return state.told().entrySet().stream()
        .filter(entry -> outcomes.contains(entry.getValue()))
        .map(Map.Entry::getKey);
  }

  private static Set<FileName> missing(ModelStore store, ModelSnapshot snapshot) {
    return snapshot.files().stream()
        .filter(file -> !store.files().contains(file))
        .collect(
            Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(FileName::toString))));
  }
}
