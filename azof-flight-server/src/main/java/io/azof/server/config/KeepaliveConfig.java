package io.azof.server.config;

import java.time.Duration;

/**
 * What keeps quiet connections alive on their way through load balancers.
 *
 * @param interval after how long without a word the server asks a client whether it is still there;
 *     zero: never; gRPC takes less than 10 seconds for 10 seconds
 * @param clientIntervalMin how often a client may ask the same; one that asks more often is sent
 *     away
 */
public record KeepaliveConfig(Duration interval, Duration clientIntervalMin) {
  /** Those of a server whose configuration says nothing. */
  public static KeepaliveConfig defaults() {
    return new KeepaliveConfig(Duration.ofSeconds(60), Duration.ofSeconds(10));
  }

  /** Reads the settings of {@code server.} whose names end so. */
  static KeepaliveConfig from(Configuration configuration) {
    return new KeepaliveConfig(
        configuration.duration(Setting.SERVER_KEEPALIVE),
        configuration.duration(Setting.SERVER_CLIENT_KEEPALIVE_MIN));
  }
}
