package io.azof.storage.filecache;

import io.azof.storage.model.Traffic;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A file that somebody reads or waits for, or that is still fetched though nobody does. */
final class Use {
  /** A file that is here, or that is nowhere, and what it took. */
  record Held(Optional<Path> path, Traffic traffic) {}

  /** No file, and it took nothing. */
  static final Held NOTHING = new Held(Optional.empty(), Traffic.NONE);

  final String key;
  final CompletableFuture<Held> held;
  final FetchInterrupt interrupt;
  int count;

  /** Done when nothing is left of a fetch that nobody waits for any more. */
  @Nullable CompletableFuture<?> gone;

  Use(String key, CompletableFuture<Held> held, FetchInterrupt interrupt) {
    this.key = key;
    this.held = held;
    this.interrupt = interrupt;
  }
}
