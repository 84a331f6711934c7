package io.azof.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flight.FlightRuntimeException;

/** What many clients met. Safe for use by many threads. */
final class LoadTally {
  private final List<Double> millis = new ArrayList<>();
  private final Map<String, Integer> errors = new TreeMap<>();
  private long rows;
  private long bytes;

  synchronized void answered(double tookMillis) {
    millis.add(tookMillis);
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
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    if (!sorted.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d answers, p50 %.1f ms, p99 %.1f, max %.1f, ",
              sorted.size(),
              sorted.get(sorted.size() / 2),
              sorted.get(sorted.size() * 99 / 100),
              sorted.get(sorted.size() - 1)));
    }
    text.append(String.format(Locale.ROOT, "%d rows, %.1f MB, ", rows, bytes / 1e6));
    text.append(errors.isEmpty() ? "no errors" : "errors:");
    errors.forEach((kind, count) -> text.append("\n  ").append(count).append(" × ").append(kind));
    return text.toString();
  }
}
