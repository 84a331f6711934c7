package io.azof.sql.execute;

import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What each step of a run gives and takes, by its name, in the order in which they are named. Safe
 * for use by many threads.
 */
final class RunMeters {
  private final boolean isOn;
  private final Map<String, StepMeter> steps = new LinkedHashMap<>();

  private RunMeters(boolean isOn) {
    this.isOn = isOn;
  }

  /** Meters that count. */
  static RunMeters on() {
    return new RunMeters(true);
  }

  /** Meters that count nothing, and cost nothing. */
  static RunMeters off() {
    return new RunMeters(false);
  }

  /** The meter of a step; not of meters that are off. */
  synchronized StepMeter step(String name) {
    return steps.computeIfAbsent(name, step -> new StepMeter());
  }

  /** The same input, whose rows are counted. */
  QueryInput metered(String name, QueryInput input) {
    if (!isOn) {
      return input;
    }
    StepMeter step = step(name);
    return allocator -> new MeteredReader(() -> input.openReader(allocator), step, allocator);
  }

  /** The same listener, of which a step hears as well. */
  Consumer<Traffic> traffic(String name, Consumer<Traffic> listener) {
    if (!isOn) {
      return listener;
    }
    StepMeter step = step(name);
    return traffic -> {
      step.add(traffic);
      listener.accept(traffic);
    };
  }

  /** A line for each step that gave or took something. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    steps.forEach(
        (name, step) -> {
          String text = step.toString();
          if (!text.isEmpty()) {
            lines.add("  " + name + ": " + text);
          }
        });
    return lines;
  }
}
