package io.azof.server.security;

/** What something is sealed for. What is sealed for one purpose is worth nothing for another. */
public enum Purpose {
  /** To stay logged in. */
  LOGIN_TOKEN("azof login token 1"),
  /** To fetch the result of a statement. */
  TICKET("azof statement ticket 1"),
  /** To name a prepared statement. */
  STATEMENT_HANDLE("azof prepared statement 1");

  private final String label;

  Purpose(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
