package io.azof.server.metrics;

import java.util.Locale;

/** How the values of labels are written. */
final class LabelText {
  private LabelText() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
