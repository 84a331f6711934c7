package io.azof.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "%, anything, true",
    "prices, prices, true",
    "PRICES, prices, true",
    "title, TITLE, true",
    "p%s, prices, true",
    "p%x%s, prices, false",
    "pr_ces, prices, true",
    "pr_ces, prces, false",
    "%c%e%, prices, true",
    "%%, prices, true",
    "prices%, prices, true",
    "price, prices, false",
    "my\\_table, my_table, true",
    "my\\_table, myXtable, false",
    "100\\%, 100%, true",
    "100\\%, 1000, false",
    "a\\\\b, a\\b, true",
    "a\\, a\\, true",
    "%\\_x, a_b_x, true"
  })
  void matchesAsLikeDoes(String pattern, String name, boolean matches) {
    assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void noPatternMatchesAllAndAnEmptyOneNothing() {
    assertThat(NamePattern.of(null).matches("prices")).isTrue();
    assertThat(NamePattern.of("").matches("prices")).isFalse();
    assertThat(NamePattern.of("").matches("")).isTrue();
  }

  @Test
  void manyWildcardsTakeNoLonger() {
    String pattern = "%a".repeat(5_000) + "b";

    assertThat(NamePattern.of(pattern).matches("a".repeat(5_000))).isFalse();
  }
}
