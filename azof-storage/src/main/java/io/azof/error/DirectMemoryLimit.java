package io.azof.error;

/**
 * The limit of the virtual machine, or of Netty, for memory outside of the heap. Column data has a
 * limit of its own, which should be reached first.
 */
public final class DirectMemoryLimit {
  private DirectMemoryLimit() {}

  /** Whether it was reached, not the limit of the heap. Both say so in words only. */
  public static boolean isReachedBy(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("direct buffer memory") || message.contains("direct memory");
  }

  /** What to tell of it. */
  public static AzofException explained(OutOfMemoryError error) {
    return new AzofException(
        ErrorCode.LIMIT_REACHED,
        "The memory outside of the heap is used up for now; ask for less, try again later, or raise"
            + " -XX:MaxDirectMemorySize",
        error);
  }
}
