package io.azof.storage.model;

/**
 * What a commit did. Readers need not know the word.
 *
 * @param word such as {@code append}
 */
public record Operation(String word) {
  public static final Operation CREATE = new Operation("create");
  public static final Operation APPEND = new Operation("append");
  public static final Operation ALTER = new Operation("alter");
  public static final Operation COMPACT = new Operation("compact");
  public static final Operation EXPIRE = new Operation("expire");
  public static final Operation ROLLBACK = new Operation("rollback");

  public Operation {
    if (word.isBlank()) {
      throw new IllegalArgumentException("the operation has no name");
    }
  }

  @Override
  public String toString() {
    return word;
  }
}
