package io.azof.sql.testing;

import java.util.List;
import java.util.Random;

/** Choices at random. */
record Dice(Random random) {
  /** A number from 0 on. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
