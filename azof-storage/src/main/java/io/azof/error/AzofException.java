package io.azof.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that crosses a module boundary.
 *
 * <p>Its message is one sentence for the person who asked: what is wrong, of which object, with
 * which value, and where it helps, what to do. It never holds a secret and never a stack trace.
 */
public final class AzofException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public AzofException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param cause what lies beneath, or null
   */
  public AzofException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }
}
