package io.azof.storage.snapshot.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order of events, breadth first, so that the trace of a violation is a shortest one.
 *
 * @param steps what may happen next in a state
 * @param violation what is wrong in a state, if anything
 * @param visitor is shown every state once
 */
record Explorer<S>(
    Function<S, List<Step<S>>> steps,
    Function<S, Optional<String>> violation,
    Consumer<S> visitor) {

  /**
   * @param states how many different ones were seen
   * @param violation the first that was found, with the way to it; empty when there is none
   */
  record Result(int states, int steps, Optional<String> violation) {}

  private record Origin<S>(@Nullable S before, String text) {}

  Result explore(S start) {
    Map<S, Origin<S>> seen = new HashMap<>();
    ArrayDeque<S> queue = new ArrayDeque<>();
    seen.put(start, new Origin<>(null, "start"));
    queue.add(start);
    int taken = 0;
    while (!queue.isEmpty()) {
      S state = queue.remove();
      visitor.accept(state);
      Optional<String> wrong = violation.apply(state);
      if (wrong.isPresent()) {
        return new Result(seen.size(), taken, Optional.of(wrong.get() + trace(seen, state)));
      }
      for (Step<S> step : steps.apply(state)) {
        taken++;
        if (seen.putIfAbsent(step.next(), new Origin<>(state, step.text())) == null) {
          queue.add(step.next());
        }
      }
    }
    return new Result(seen.size(), taken, Optional.empty());
  }

  private static <S> String trace(Map<S, Origin<S>> seen, S last) {
    List<String> texts = new ArrayList<>();
    @Nullable S state = last;
    while (state != null) {
      Origin<S> origin = seen.getOrDefault(state, new Origin<>(null, "?"));
      texts.add("\n  " + origin.text());
      state = origin.before();
    }
    Collections.reverse(texts);
    return String.join("", texts);
  }
}
