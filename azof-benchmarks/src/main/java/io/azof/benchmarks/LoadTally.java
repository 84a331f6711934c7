package io.azof.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flight.FlightRuntimeException;

/** What many clients met. Safe for use by many threads. */
final class LoadTally {
  private static final double WINDOW_SECONDS = 10;

  private final List<Answer> answers = new ArrayList<>();
  private final Map<String, Integer> errors = new TreeMap<>();
  private long rows;
  private long bytes;

  private record Answer(long nanoTime, double tookMillis) {}

  synchronized void answered(double tookMillis) {
    answers.add(new Answer(System.nanoTime(), tookMillis));
  }

  synchronized void received(long moreRows, long moreBytes) {
    rows += moreRows;
    bytes += moreBytes;
  }

  /** A question got no answer, or not the whole one. */
  synchronized void failed(Exception e) {
    String kind =
        e instanceof FlightRuntimeException flight
            ? flight.status().code() + " " + flight.status().description()
            : e.toString();
    errors.merge(kind, 1, Integer::sum);
  }

  synchronized String print(String what) {
    StringBuilder text = new StringBuilder(what).append(": ");
    if (!answers.isEmpty()) {
      text.append(times(answers)).append(", ");
    }
    text.append(String.format(Locale.ROOT, "%d rows, %.1f MB, ", rows, bytes / 1e6));
    text.append(errors.isEmpty() ? "no errors" : "errors:");
    errors.forEach((kind, count) -> text.append("\n  ").append(count).append(" × ").append(kind));
    return text.toString();
  }

  /** How the times were from a second of the run on, when what came before warmed the server up. */
  synchronized String printAfter(long seconds) {
    List<Answer> those = answers.stream().filter(answer -> secondOf(answer) >= seconds).toList();
    return "  from second " + seconds + " on: " + (those.isEmpty() ? "none" : times(those));
  }

  private double secondOf(Answer answer) {
    return (answer.nanoTime - answers.get(0).nanoTime) / 1e9;
  }

  /** How the times were in each window of the run, so that those of its beginning can be told. */
  synchronized String printWindows() {
    Map<Long, List<Answer>> windows = new TreeMap<>();
    for (Answer answer : answers) {
      windows
          .computeIfAbsent((long) (secondOf(answer) / WINDOW_SECONDS), w -> new ArrayList<>())
          .add(answer);
    }
    StringBuilder text = new StringBuilder();
    windows.forEach(
        (window, those) ->
            text.append(String.format(Locale.ROOT, "  from second %.0f: ", window * WINDOW_SECONDS))
                .append(times(those))
                .append('\n'));
    return text.toString().stripTrailing();
  }

  private static String times(List<Answer> those) {
    double[] sorted = those.stream().mapToDouble(Answer::tookMillis).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%d answers, p50 %.1f ms, p99 %.1f, max %.1f",
        sorted.length,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        sorted[sorted.length - 1]);
  }
}
