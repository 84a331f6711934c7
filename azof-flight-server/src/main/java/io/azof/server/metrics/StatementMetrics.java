package io.azof.server.metrics;

import io.azof.server.statement.EndedStatement;
import io.azof.server.statement.RunObserver;
import io.azof.server.statement.RunOutcome;
import io.azof.server.statement.StatementKind;
import io.azof.storage.model.Traffic;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/** Counts statements when they end. */
final class StatementMetrics implements RunObserver {
  private static final double[] DURATION_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrometheusRegistry registry;
  private final Counter ended;
  private final Histogram durations;
  private final Counter rows;
  private final Counter sentBytes;
  private final Counter storeRequests;
  private final Counter storeBytes;
  private final Counter files;

  StatementMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    ended = counter("azof_statements_ended_total", "Statements that are over.", "kind", "outcome");
    durations =
        Histogram.builder()
            .name("azof_statement_duration_seconds")
            .unit(Unit.SECONDS)
            .help("From the begin of a statement until its last row was sent.")
            .labelNames("kind")
            .classicOnly()
            .classicUpperBounds(DURATION_SECONDS)
            .register(registry);
    rows = counter("azof_rows_total", "Rows that were sent or written.", "kind");
    sentBytes = counter("azof_sent_bytes_total", "Bytes of column data that were sent.");
    storeRequests =
        counter("azof_store_requests_total", "Requests of statements to the object store.");
    storeBytes =
        counter("azof_store_received_bytes_total", "Bytes that came from the object store.");
    files =
        counter(
            "azof_data_files_total", "Data files of remote tables, by where they were.", "from");
    for (StatementKind kind : StatementKind.values()) {
      for (RunOutcome outcome : RunOutcome.values()) {
        ended.initLabelValues(LabelText.of(kind), LabelText.of(outcome));
      }
      durations.initLabelValues(LabelText.of(kind));
      rows.initLabelValues(LabelText.of(kind));
    }
    files.initLabelValues("store");
    files.initLabelValues("cache");
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  @Override
  public void ended(EndedStatement statement) {
    String kind = LabelText.of(statement.facts().kind());
    ended.labelValues(kind, LabelText.of(statement.outcome())).inc();
    durations.labelValues(kind).observe(statement.duration().toNanos() / NANOS_PER_SECOND);
    rows.labelValues(kind).inc(statement.progress().rows());
    sentBytes.inc(statement.progress().bytes());
    Traffic traffic = statement.progress().traffic();
    storeRequests.inc(traffic.requests());
    storeBytes.inc(traffic.bytes());
    files.labelValues("store").inc(traffic.filesFetched());
    files.labelValues("cache").inc(traffic.filesCached());
  }
}
