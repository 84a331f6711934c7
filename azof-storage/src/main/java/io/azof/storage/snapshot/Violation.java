package io.azof.storage.snapshot;

/**
 * Something about a snapshot that must not be.
 *
 * @param rule what should hold
 * @param what where it does not, with the values
 */
public record Violation(Invariant rule, String what) {

  /** What should hold, as the rest of a sentence. */
  public String invariant() {
    return rule.text();
  }
}
