package io.azof.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of a question took.
 *
 * @param millis until the last row
 * @param firstMillis until the first batch
 * @param rows the rows that came
 */
record Measured(double millis, double firstMillis, long rows) {

  /** A question that can be asked again and again. */
  @FunctionalInterface
  interface Question {
    Measured ask() throws Exception;
  }

  /** Two questions asked in turn, A B B A …, so that both meet the same noise. */
  record Pair(List<Measured> a, List<Measured> b) {
    static Pair run(int runs, Question a, Question b) throws Exception {
      a.ask();
      b.ask();
      Pair pair = new Pair(new ArrayList<>(), new ArrayList<>());
      for (int run = 0; run < runs; run++) {
        if (run % 2 == 0) {
          pair.a.add(a.ask());
          pair.b.add(b.ask());
        } else {
          pair.b.add(b.ask());
          pair.a.add(a.ask());
        }
      }
      return pair;
    }

    /** The median of A's time over B's, pair by pair. */
    double ratio() {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < a.size(); i++) {
        ratios.add(a.get(i).millis() / b.get(i).millis());
      }
      return middle(ratios);
    }
  }

  static double median(List<Measured> runs, ToDoubleFunction<Measured> figure) {
    List<Double> figures = new ArrayList<>();
    runs.forEach(run -> figures.add(figure.applyAsDouble(run)));
    return middle(figures);
  }

  private static double middle(List<Double> figures) {
    Collections.sort(figures);
    return figures.get(figures.size() / 2);
  }
}
