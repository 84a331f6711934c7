package io.azof.storage.snapshot.protocol;

import java.util.Optional;

/** A request that changes the store. It takes effect at one moment, at once or much later. */
interface StoreCall {

  /** The store after the request; empty when its condition did not hold. */
  Optional<ModelStore> on(ModelStore store);

  record CreateFile(FileName file) implements StoreCall {
    @Override
    public Optional<ModelStore> on(ModelStore store) {
      return store.files().contains(file) ? Optional.empty() : Optional.of(store.with(file));
    }

    @Override
    public String toString() {
      return "create " + file;
    }
  }

  record CreateSnapshot(ModelSnapshot snapshot) implements StoreCall {
    @Override
    public Optional<ModelStore> on(ModelStore store) {
      return store.snapshots().containsKey(snapshot.version())
          ? Optional.empty()
          : Optional.of(store.with(snapshot));
    }

    @Override
    public String toString() {
      return "create " + snapshot.object() + " of " + snapshot.id();
    }
  }

  /** Creates the pointer where {@code from} is 0, else replaces it; on condition unless blind. */
  record MovePointer(int from, int to, CommitId id, boolean blind) implements StoreCall {
    @Override
    public Optional<ModelStore> on(ModelStore store) {
      return blind || store.pointer() == from
          ? Optional.of(store.withPointer(to))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "move version.txt from " + from + " to " + to + " for " + id;
    }
  }

  record DeleteFile(FileName file) implements StoreCall {
    @Override
    public Optional<ModelStore> on(ModelStore store) {
      return Optional.of(store.without(file));
    }

    @Override
    public String toString() {
      return "delete " + file;
    }
  }

  record DeleteSnapshot(int version) implements StoreCall {
    @Override
    public Optional<ModelStore> on(ModelStore store) {
      return Optional.of(store.withoutSnapshot(version));
    }

    @Override
    public String toString() {
      return "delete s" + version + ".json";
    }
  }
}
