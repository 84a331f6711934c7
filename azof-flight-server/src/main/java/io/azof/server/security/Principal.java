package io.azof.server.security;

/**
 * On whose behalf a call is made.
 *
 * @param name of the user; what they prepare belongs to this name
 * @param rights what they may do
 */
public record Principal(String name, Rights rights) {
  /** Everybody, where nobody needs to log in. */
  public static final Principal ANYBODY = new Principal("anybody", Rights.READ_WRITE);
}
