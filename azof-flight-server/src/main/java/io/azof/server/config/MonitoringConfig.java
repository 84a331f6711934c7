package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * How a server is watched.
 *
 * @param metricsHost the address at which Prometheus finds the metrics
 * @param metricsPort the port; 0 takes any free one; empty: there are no metrics
 * @param othersMayReadMetrics whether other machines may reach that address
 * @param traceCollector where spans of statements are sent to; empty: nowhere
 */
public record MonitoringConfig(
    String metricsHost,
    Optional<Integer> metricsPort,
    boolean othersMayReadMetrics,
    Optional<URI> traceCollector) {
  /** Nobody watches. */
  public static MonitoringConfig none() {
    return new MonitoringConfig(
        Setting.METRICS_HOST.defaultText(), Optional.empty(), false, Optional.empty());
  }

  /** Reads the settings that start with {@code metrics.} and {@code tracing.}. */
  static MonitoringConfig from(Configuration configuration) {
    return new MonitoringConfig(
        configuration.text(Setting.METRICS_HOST),
        configuration.port(Setting.METRICS_PORT),
        configuration.isOn(Setting.METRICS_LET_OTHER_MACHINES_IN),
        configuration.optional(Setting.TRACING_OTLP_ENDPOINT).map(MonitoringConfig::collector));
  }

  private static URI collector(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      String path = String.valueOf(address.getPath());
      if ((scheme.equals("http") || scheme.equals("https"))
          && address.getHost() != null
          && (path.isEmpty() || path.equals("/"))) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw noCollector(text, e);
    }
    throw noCollector(text, new IllegalArgumentException(text));
  }

  private static AzofException noCollector(String text, Exception cause) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        "The setting \"tracing.otlp-endpoint\" is \""
            + text
            + "\"; it must be the address of a collector, such as http://127.0.0.1:4318",
        cause);
  }
}
