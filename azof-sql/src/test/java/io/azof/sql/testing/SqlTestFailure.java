package io.azof.sql.testing;

/** The error of a statement. */
public final class SqlTestFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the code of the error, a space, and the message
   */
  public SqlTestFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
