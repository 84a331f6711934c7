package io.azof.server.metrics;

import io.azof.server.security.LoginOutcome;
import io.azof.server.statement.RunObserver;
import io.azof.server.statement.RunState;
import io.azof.server.statement.RunningStatements;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.IntSupplier;
import org.apache.arrow.memory.BufferAllocator;

/** All metrics of a server. Safe for use by many threads. */
public final class ServerMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final StatementMetrics statements = new StatementMetrics(registry);
  private final Counter logins;

  /**
   * @param version of Azof
   */
  public ServerMetrics(String version) {
    logins =
        Counter.builder()
            .name("azof_logins_total")
            .help("Logins, and tokens that were refused.")
            .labelNames("outcome")
            .register(registry);
    for (LoginOutcome outcome : LoginOutcome.values()) {
      logins.initLabelValues(LabelText.of(outcome));
    }
    Info.builder()
        .name("azof_build_info")
        .help("Always 1: which version of Azof this is.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
    JvmMetrics.register(registry);
  }

  /** To be told of all statements. */
  public RunObserver statements() {
    return statements;
  }

  /** Somebody logged in, or did not succeed. */
  public void login(LoginOutcome outcome) {
    logins.labelValues(LabelText.of(outcome)).inc();
  }

  /** Asks these from now on, whenever somebody reads the metrics. */
  public void watch(
      RunningStatements running, IntSupplier sessions, IntSupplier prepared, BufferAllocator root) {
    GaugeWithCallback.builder()
        .name("azof_statements")
        .help("Statements under way, by what they are at.")
        .labelNames("state")
        .callback(
            callback -> {
              for (RunState state : RunState.values()) {
                long count =
                    running.all().stream().filter(run -> run.progress().state() == state).count();
                callback.call((double) count, LabelText.of(state));
              }
            })
        .register(registry);
    gauge("azof_sessions", "Sessions that have set something.", sessions);
    gauge("azof_prepared_statements", "Prepared statements that are open.", prepared);
    GaugeWithCallback.builder()
        .name("azof_arrow_memory_bytes")
        .unit(Unit.BYTES)
        .help("Column data in memory.")
        .callback(callback -> callback.call((double) root.getAllocatedMemory()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("azof_arrow_memory_max_bytes")
        .unit(Unit.BYTES)
        .help("How much of that there may be: arrow.memory.")
        .callback(callback -> callback.call((double) root.getLimit()))
        .register(registry);
  }

  private void gauge(String name, String help, IntSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsInt()))
        .register(registry);
  }

  /** All values as they are now. */
  MetricSnapshots read() {
    return registry.scrape();
  }
}
