package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What went wrong in S3 as one sentence. Nothing that the service itself says is repeated but its
 * error code and the id of the request, so that no secret comes through.
 */
final class S3Errors {
  private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

  private final S3Location location;
  private final String service;
  private final S3Settings settings;
  private final String region;

  S3Errors(S3Location location, S3Settings settings, String region) {
    this.location = location;
    this.service = settings.endpoint().map(URI::toString).orElse("S3 in " + region);
    this.settings = settings;
    this.region = region;
  }

  /** Whether the service says that there is no such object (and not: no such bucket). */
  static boolean isAbsent(Throwable thrown) {
    return service(thrown)
        .filter(e -> e.statusCode() == 404 && !code(e).equals("NoSuchBucket"))
        .isPresent();
  }

  /** Whether the answer has this status. */
  static boolean hasStatus(Throwable thrown, int status) {
    return service(thrown).filter(e -> e.statusCode() == status).isPresent();
  }

  /** A header of the answer. */
  static Optional<String> header(Throwable thrown, String name) {
    return service(thrown)
        .flatMap(e -> Optional.ofNullable(e.awsErrorDetails()))
        .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
        .flatMap(response -> response.firstMatchingHeader(name));
  }

  /** Whether the bytes that came are not those that were stored, by their checksum. */
  static boolean isDamaged(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      String message = e.getMessage();
      if (message != null && message.startsWith("Data read has a different checksum")) {
        return true; // the SDK has no exception of its own for it
      }
    }
    return false;
  }

  /** Whether the service may have done what was asked although it did not say so. */
  static boolean isAmbiguous(Throwable thrown) {
    Throwable cause = cause(thrown);
    return service(cause)
        .map(e -> e.statusCode() >= 500 || e.statusCode() < 300 || e.statusCode() == 408)
        .orElse(!(cause instanceof AzofException) && !isUnreachable(cause));
  }

  /**
   * The error of a request that failed.
   *
   * @param key of the object or folder, within the store
   */
  AzofException failure(S3Action action, String key, Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause instanceof AzofException known) {
      return known;
    }
    Optional<AwsServiceException> refusal = service(cause);
    if (refusal.isPresent()) {
      return refused(action, key, refusal.get());
    }
    String object = "Cannot " + action.verb() + " \"" + location.uri(key) + "\": ";
    if (cause instanceof AbortedException) {
      return new AzofException(ErrorCode.CANCELLED, object + "it was interrupted", cause);
    }
    if (isDamaged(cause)) {
      return failed(object + "the bytes that came are not those that were stored", cause);
    }
    String reason =
        isTimeout(cause)
            ? " did not answer within " + settings.timeout().toMillis() + " ms"
            : " cannot be reached (" + rootReason(cause) + ")";
    return failed(
        object
            + service
            + reason
            + "; check s3.endpoint, s3.region and the network"
            + doubt(action, cause),
        cause);
  }

  private static String doubt(S3Action action, Throwable cause) {
    return action == S3Action.WRITE && isAmbiguous(cause)
        ? "; it may have been written all the same"
        : "";
  }

  private AzofException refused(S3Action action, String key, AwsServiceException e) {
    String code = code(e);
    String object = "Cannot " + action.verb() + " \"" + location.uri(key) + "\": ";
    if (code.equals("NoSuchBucket")) {
      return new AzofException(
          ErrorCode.LAKEHOUSE_NOT_FOUND,
          "There is no bucket \"" + location.bucket() + "\" at " + service,
          e);
    }
    Optional<String> otherRegion = otherRegion(e);
    if (otherRegion.isPresent() || e.statusCode() == 301) {
      return failed(
          object
              + "the bucket is in "
              + otherRegion.map(name -> "the region " + name).orElse("another region")
              + ", not in "
              + region
              + "; set s3.region",
          e);
    }
    String reason =
        switch (code) {
          case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" ->
              "the AWS session token has expired; log in again, or renew it";
          case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken" ->
              "the credentials are refused ("
                  + code
                  + "); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile";
          case "RequestTimeTooSkewed" -> "the clock of this machine is wrong";
          case "AccessDenied", "Forbidden", "403" ->
              "access is denied; it takes the right " + action.right();
          default ->
              e.statusCode() == 403
                  ? "access is denied; it takes the right " + action.right()
                  : service + " answered " + e.statusCode() + " " + code + requestId(e);
        };
    return failed(object + reason + doubt(action, e), e);
  }

  private static String requestId(AwsServiceException e) {
    return e.requestId() == null ? "" : ", request " + e.requestId();
  }

  private static Optional<String> otherRegion(AwsServiceException e) {
    if (e.awsErrorDetails() == null) {
      return Optional.empty();
    }
    Optional<String> header = header(e, "x-amz-bucket-region");
    if (e.statusCode() == 301 && header.isPresent()) {
      return header;
    }
    String message = e.awsErrorDetails().errorMessage();
    Matcher expected = EXPECTED_REGION.matcher(message == null ? "" : message);
    return expected.find() ? Optional.of(expected.group(1)) : Optional.empty();
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? Integer.toString(e.statusCode()) : code;
  }

  private static Optional<AwsServiceException> service(Throwable thrown) {
    return cause(thrown) instanceof AwsServiceException e ? Optional.of(e) : Optional.empty();
  }

  /** What lies below the wrapping of futures, and an {@link AzofException} anywhere below. */
  private static Throwable cause(Throwable thrown) {
    Throwable unwrapped = thrown;
    while ((unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException)
        && unwrapped.getCause() != null) {
      unwrapped = unwrapped.getCause();
    }
    for (Throwable e = unwrapped; e != null; e = e.getCause()) {
      if (e instanceof AzofException) {
        return e;
      }
    }
    return unwrapped;
  }

  private static boolean isUnreachable(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof ConnectException || e instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTimeout(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof ApiCallTimeoutException
          || e instanceof ApiCallAttemptTimeoutException
          || e.getClass().getSimpleName().contains("Timeout")) {
        return true;
      }
    }
    return false;
  }

  private static String rootReason(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static AzofException failed(String message, Throwable cause) {
    return new AzofException(ErrorCode.STORE_FAILED, message, cause);
  }
}
