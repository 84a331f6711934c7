package io.azof.server.flight.error;

import com.google.protobuf.InvalidProtocolBufferException;
import io.azof.error.AzofException;
import io.azof.error.DirectMemoryLimit;
import io.azof.error.ErrorCode;
import io.azof.server.statement.RunFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.memory.OutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever went wrong into the status that a client gets: the sentence of an {@link
 * AzofException} as it is; of a fault of the server only an id, with which the log has the rest.
 */
public final class CallErrors {
  private static final Logger LOG = LoggerFactory.getLogger(CallErrors.class);

  /** Clients take 8 KiB of trailers, and drop the whole message when it is more. */
  private static final int ENCODED_LENGTH_MAX = 6_000;

  /** What those can do who reach the limit of all statements; that of one has its own error. */
  private static final String MEMORY_ADVICE =
      "; ask for less, try again later, or raise arrow.memory";

  private final Supplier<String> ids;

  /**
   * @param ids gives a new error id at each call
   */
  public CallErrors(Supplier<String> ids) {
    this.ids = ids;
  }

  /** Ends a call that a server which stops does not begin, or does not bring to its end. */
  public static FlightRuntimeException shuttingDown() {
    return status(ErrorCode.Category.UNAVAILABLE, "The server is shutting down; try again later");
  }

  /** The exception with which Flight ends the call. */
  public FlightRuntimeException translate(Throwable error) {
    return explain(error).status();
  }

  /**
   * What went wrong, as the client is told and as the log of statements has it.
   *
   * @param status the exception with which Flight ends the call
   */
  public record Explained(FlightRuntimeException status, RunFailure failure) {}

  /** As {@link #translate}, and what to call it. */
  public Explained explain(Throwable error) {
    if (error instanceof FlightRuntimeException flight) {
      return new Explained(flight, new RunFailure(flight.status().code().name(), Optional.empty()));
    }
    if (error instanceof AzofException azof && azof.code() != ErrorCode.INTERNAL) {
      String message = String.valueOf(azof.getMessage());
      return explained(azof.code(), isOfColumnMemory(azof) ? message + MEMORY_ADVICE : message);
    }
    if (error instanceof OutOfMemoryException) {
      LOG.warn("A call ran out of column memory", error);
      return explained(
          ErrorCode.LIMIT_REACHED, "The server has not enough memory for this now" + MEMORY_ADVICE);
    }
    if (error instanceof OutOfMemoryError outside && DirectMemoryLimit.isReachedBy(outside)) {
      LOG.warn("A call ran out of memory outside of the heap", error);
      return explained(
          ErrorCode.LIMIT_REACHED,
          String.valueOf(DirectMemoryLimit.explained(outside).getMessage()));
    }
    if (error instanceof InvalidProtocolBufferException) {
      return explained(ErrorCode.ARGUMENT_INVALID, "The request is no Flight SQL command");
    }
    String id = ids.get();
    LOG.error("Internal error {}", id, error);
    String message =
        "Internal error "
            + id
            + "; this is a fault of the server, whose log has the details under this id";
    return new Explained(
        status(ErrorCode.Category.INTERNAL, message),
        new RunFailure(ErrorCode.INTERNAL.name(), Optional.of(id)));
  }

  private static boolean isOfColumnMemory(Throwable error) {
    return error instanceof OutOfMemoryException
        || (error.getCause() != null && isOfColumnMemory(error.getCause()));
  }

  private static Explained explained(ErrorCode code, String message) {
    FlightRuntimeException status =
        code == ErrorCode.TIMED_OUT
            ? CallStatus.TIMED_OUT.withDescription(shortened(message)).toRuntimeException()
            : status(code.category(), message);
    return new Explained(status, new RunFailure(code.name(), Optional.empty()));
  }

  private static FlightRuntimeException status(ErrorCode.Category category, String message) {
    CallStatus status =
        switch (category) {
          case INVALID -> CallStatus.INVALID_ARGUMENT;
          case NOT_FOUND -> CallStatus.NOT_FOUND;
          case UNSUPPORTED -> CallStatus.UNIMPLEMENTED;
          // Flight has no code for lost data: gRPC's own arrives as INTERNAL, too.
          case CORRUPT, INTERNAL -> CallStatus.INTERNAL;
          case CONFLICT, UNAVAILABLE -> CallStatus.UNAVAILABLE;
          case LIMIT -> CallStatus.RESOURCE_EXHAUSTED;
          case UNAUTHENTICATED -> CallStatus.UNAUTHENTICATED;
          case FORBIDDEN -> CallStatus.UNAUTHORIZED;
          case CANCELLED -> CallStatus.CANCELLED;
        };
    return status.withDescription(shortened(message)).toRuntimeException();
  }

  private static String shortened(String message) {
    int encodedLength = 0;
    for (int i = 0; i < message.length(); i += Character.charCount(message.codePointAt(i))) {
      encodedLength += encodedLength(message.codePointAt(i));
      if (encodedLength > ENCODED_LENGTH_MAX) {
        return message.substring(0, i) + "…";
      }
    }
    return message;
  }

  /** In a header, all but plain letters are written as %XX for each of their bytes in UTF-8. */
  private static int encodedLength(int codePoint) {
    if (codePoint >= ' ' && codePoint <= '~' && codePoint != '%') {
      return 1;
    }
    return 3 * Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
  }
}
