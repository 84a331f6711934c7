package io.azof.storage.objectstore;

/** What makes a text a key of an {@link ObjectStore}. */
public final class ObjectKey {
  private ObjectKey() {}

  /**
   * @return the key itself
   * @throws IllegalArgumentException when it is none
   */
  public static String require(String key) {
    for (String segment : key.split("/", -1)) {
      if (!isName(segment)) {
        throw new IllegalArgumentException("\"" + key + "\" is not an object key");
      }
    }
    return key;
  }

  /** Whether a text can be one segment of a key: the name of an object within its folder. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
  }
}
