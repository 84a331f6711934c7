package io.azof.server.flight.metadata;

import java.util.List;
import java.util.Map;

/**
 * A value in the answer to GetSqlInfo. Clients cast to the child of the union that they expect, so
 * which one it is in is part of the meaning.
 */
record InfoValue(byte unionChild, Object value) {
  static InfoValue text(String value) {
    return new InfoValue((byte) 0, value);
  }

  static InfoValue flag(boolean value) {
    return new InfoValue((byte) 1, value);
  }

  /** A length, a count or an ordinal. */
  static InfoValue number(long value) {
    return new InfoValue((byte) 2, value);
  }

  /** Alternatives that hold together: bit n is set for the one of number n. */
  static InfoValue bits(int value) {
    return new InfoValue((byte) 3, value);
  }

  static InfoValue names(List<String> value) {
    return new InfoValue((byte) 4, value);
  }

  static InfoValue conversions(Map<Integer, List<Integer>> value) {
    return new InfoValue((byte) 5, value);
  }
}
