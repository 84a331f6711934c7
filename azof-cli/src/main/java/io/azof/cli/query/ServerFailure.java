package io.azof.cli.query;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.driver.jdbc.shaded.org.apache.arrow.flight.CallStatus;
import org.apache.arrow.driver.jdbc.shaded.org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.driver.jdbc.shaded.org.apache.arrow.flight.FlightStatusCode;
import org.jspecify.annotations.Nullable;

/** Turns what the JDBC driver throws back into what the server said. */
final class ServerFailure {
  private ServerFailure() {}

  static AzofException of(SQLException failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof FlightRuntimeException)) {
      cause = cause.getCause();
    }
    if (cause instanceof FlightRuntimeException flight) {
      CallStatus status = flight.status();
      return status.code() == FlightStatusCode.UNAVAILABLE
          ? unreachable(status, failure)
          : new AzofException(
              code(status.code()), sentence(status.description(), failure), failure);
    }
    return new AzofException(ErrorCode.ARGUMENT_INVALID, sentence(null, failure), failure);
  }

  /** gRPC says of a connection that failed no more than "io exception"; the reason lies deeper. */
  private static AzofException unreachable(CallStatus status, SQLException failure) {
    Throwable reason = failure;
    while (reason.getCause() != null && !(reason instanceof IOException)) {
      reason = reason.getCause();
    }
    return new AzofException(
        ErrorCode.STORE_FAILED,
        "Cannot reach the server: "
            + sentence(status.description(), failure)
            + (reason.getMessage() == null ? "" : ", " + reason.getMessage())
            + " (a server without TLS needs useEncryption=false in the URL)",
        failure);
  }

  private static String sentence(@Nullable String description, SQLException failure) {
    String text = description == null || description.isBlank() ? failure.getMessage() : description;
    return text == null || text.isBlank() ? "The server gave no reason" : text.strip();
  }

  private static ErrorCode code(FlightStatusCode code) {
    return switch (code) {
      case INVALID_ARGUMENT -> ErrorCode.SQL_INVALID;
      case NOT_FOUND -> ErrorCode.TABLE_NOT_FOUND;
      case UNIMPLEMENTED -> ErrorCode.UNSUPPORTED;
      case UNAVAILABLE -> ErrorCode.STORE_FAILED;
      case RESOURCE_EXHAUSTED, TIMED_OUT -> ErrorCode.LIMIT_REACHED;
      case CANCELLED -> ErrorCode.CANCELLED;
      case ALREADY_EXISTS -> ErrorCode.CONFLICT;
      case UNAUTHENTICATED -> ErrorCode.LOGIN_FAILED;
      case UNAUTHORIZED -> ErrorCode.PERMISSION_DENIED;
      case OK, UNKNOWN, INTERNAL -> ErrorCode.INTERNAL;
    };
  }
}
