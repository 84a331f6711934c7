package io.azof.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code GET /metrics} in the text format of Prometheus, and {@code GET /health} with 200
 * while the server takes new work, else 503.
 */
public final class MetricsPort implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private record Answer(int status, String type, String text) {
    static Answer of(int status, String text) {
      return new Answer(status, PLAIN_TEXT, text);
    }
  }

  private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
  private final HttpServer http;
  private final ExecutorService executor;
  private final ServerMetrics metrics;
  private final BooleanSupplier serves;

  private MetricsPort(HttpServer http, ServerMetrics metrics, BooleanSupplier serves) {
    this.http = http;
    this.metrics = metrics;
    this.serves = serves;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "azof-metrics");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Listens; the receiver closes the port.
   *
   * @param serves whether the server takes new work
   * @throws AzofException {@code ARGUMENT_INVALID} when the port is taken
   */
  public static MetricsPort open(
      InetSocketAddress address, ServerMetrics metrics, BooleanSupplier serves) {
    HttpServer http;
    try {
      http = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot listen on "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + " for those who read metrics; is another server running there? Choose a free port"
              + " as metrics.port",
          e);
    }
    MetricsPort port = new MetricsPort(http, metrics, serves);
    http.createContext("/", port::answer);
    http.setExecutor(port.executor);
    http.start();
    return port;
  }

  /** The number of the port. */
  public int number() {
    return http.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      Answer answer = answer(call.getRequestMethod(), call.getRequestURI().getPath());
      call.getResponseHeaders().set("Content-Type", answer.type());
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      boolean isHead = call.getRequestMethod().equals("HEAD");
      call.sendResponseHeaders(answer.status(), isHead ? -1 : body.length);
      if (!isHead) {
        call.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(String method, String path) throws IOException {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.of(METHOD_NOT_ALLOWED, "GET only\n");
    }
    return switch (path) {
      case "/metrics" -> {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        format.write(text, metrics.read(), EscapingScheme.UNDERSCORE_ESCAPING);
        yield new Answer(OK, format.getContentType(), text.toString(StandardCharsets.UTF_8));
      }
      case "/health" ->
          serves.getAsBoolean()
              ? Answer.of(OK, "SERVING\n")
              : Answer.of(UNAVAILABLE, "NOT_SERVING\n");
      default -> Answer.of(NOT_FOUND, "There are /metrics and /health\n");
    };
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdown();
  }
}
