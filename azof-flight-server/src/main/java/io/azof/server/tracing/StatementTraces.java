package io.azof.server.tracing;

import io.azof.server.statement.EndedStatement;
import io.azof.server.statement.RunObserver;
import io.azof.server.statement.RunProgress;
import io.azof.server.statement.StatementFacts;
import io.azof.server.statement.StatementOrigin;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a span for each statement that has ended, a child of the one that the client sent along.
 * When the client says that its trace is not recorded, neither is the statement. A collector that
 * is slow or away costs spans, never statements.
 */
public final class StatementTraces implements RunObserver, AutoCloseable {
  private static final Duration EXPORT_MAX = Duration.ofSeconds(5);
  private static final int TEXT_LENGTH_MAX = 1_000;

  private static final TextMapGetter<StatementOrigin> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(StatementOrigin origin) {
          return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable StatementOrigin origin, String key) {
          return Optional.ofNullable(origin)
              .filter(unused -> key.equals("traceparent"))
              .flatMap(StatementOrigin::traceParent)
              .orElse(null);
        }
      };

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private StatementTraces(SdkTracerProvider provider, Tracer tracer) {
    this.provider = provider;
    this.tracer = tracer;
  }

  /**
   * Sends spans by OTLP over HTTP; the receiver closes it, which sends the last ones.
   *
   * @param collector its address without a path, such as {@code http://127.0.0.1:4318}
   * @param version of Azof
   */
  public static StatementTraces open(URI collector, String version) {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(collector.resolve("/v1/traces").toString())
            .setTimeout(EXPORT_MAX)
            .build();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.builder()
                        .put("service.name", "azof")
                        .put("service.version", version)
                        .build()))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    return new StatementTraces(provider, provider.get("io.azof.server", version));
  }

  @Override
  public void ended(EndedStatement statement) {
    StatementFacts facts = statement.facts();
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), facts.origin(), HEADERS);
    Span span =
        tracer
            .spanBuilder("azof " + text(facts.kind()))
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(facts.begin())
            .setAllAttributes(attributes(statement))
            .startSpan();
    statement.failure().ifPresent(failure -> span.setStatus(StatusCode.ERROR, failure.code()));
    span.end(facts.begin().plus(statement.duration()));
  }

  private static Attributes attributes(EndedStatement statement) {
    StatementFacts facts = statement.facts();
    RunProgress progress = statement.progress();
    String sql = facts.sql();
    AttributesBuilder attributes =
        Attributes.builder()
            .put("db.system.name", "azof")
            .put("db.query.text", sql.substring(0, Math.min(sql.length(), TEXT_LENGTH_MAX)))
            .put("user.name", facts.origin().user())
            .put("client.address", facts.origin().peer())
            .put("azof.statement.id", facts.id())
            .put("azof.outcome", text(statement.outcome()))
            .put("azof.rows", progress.rows())
            .put("azof.sent_bytes", progress.bytes())
            .put("azof.store.requests", progress.traffic().requests())
            .put("azof.store.received_bytes", progress.traffic().bytes());
    facts.asOf().ifPresent(time -> attributes.put("azof.as_of", time));
    statement.failure().ifPresent(failure -> attributes.put("error.type", failure.code()));
    return attributes.build();
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    provider.shutdown().join(EXPORT_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }
}
