package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How S3 is reached. Credentials are no setting: they are where the AWS tools look for them too, in
 * the environment, the profile files, or the machine's role.
 *
 * @param endpoint where the service is, when it is not that of AWS
 * @param region empty: what the environment or the profile says
 * @param profile the profile of the AWS configuration files; empty: what the environment says
 * @param pathStyle whether the bucket stands in the path of an address and not in its host name;
 *     empty: when there is an endpoint
 * @param connectionsMax how many requests go on at the same time
 * @param timeout how long a request may take, with its retries
 */
public record S3Settings(
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<String> profile,
    Optional<Boolean> pathStyle,
    int connectionsMax,
    Duration timeout) {

  /**
   * Checks the values.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for an endpoint that is none
   */
  public S3Settings {
    if (connectionsMax < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(connectionsMax + " connections, timeout " + timeout);
    }
    endpoint.ifPresent(S3Settings::requireEndpoint);
  }

  /** What AWS's own environment variables and files say, 64 connections, 30 seconds. */
  public static S3Settings defaults() {
    return new S3Settings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        64,
        Duration.ofSeconds(30));
  }

  /** These settings for a service of one's own. */
  public S3Settings withEndpoint(URI address, String itsRegion) {
    return new S3Settings(
        Optional.of(address), Optional.of(itsRegion), profile, pathStyle, connectionsMax, timeout);
  }

  /** Whether the bucket stands in the path of an address. */
  boolean isPathStyle() {
    return pathStyle.orElse(endpoint.isPresent());
  }

  private static void requireEndpoint(URI endpoint) {
    String scheme = endpoint.getScheme();
    boolean isHttp = "http".equals(scheme) || "https".equals(scheme);
    if (endpoint.getUserInfo() != null) { // which may be a password: not shown
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The S3 endpoint must not hold a user name or a password; give credentials as"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or in a profile");
    }
    if (!isHttp || endpoint.getHost() == null || endpoint.getQuery() != null) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The S3 endpoint \"" + endpoint + "\" is not of the form http(s)://HOST:PORT");
    }
  }
}
