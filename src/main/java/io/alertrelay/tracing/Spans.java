package io.alertrelay.tracing;

import io.alertrelay.alert.TraceParent;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.intake.Intake;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Makes a span of each webhook's intake and of each delivery, and exports them by OTLP. Enabled when the environment
 * names a collector, by the variables of OpenTelemetry's own specification ("Environment Variable Specification"),
 * which configure all of it: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_EXPORTER_OTLP_HEADERS}, {@code
 * OTEL_TRACES_SAMPLER} and so on.
 *
 * <p>Spans are exported from a queue with a bound, by their own thread. Spans that do not fit, or can't be exported,
 * are dropped; nothing else in the relay waits for them.
 */
public final class Spans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spans.class);
    private static final String EXPORTER = "otel.traces.exporter";
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name",
            "alert-relay",
            "otel.exporter.otlp.protocol",
            "http/protobuf",
            "otel.propagators",
            "none",
            // Prometheus reads the metrics, and the log is what is written.
            "otel.metrics.exporter",
            "none",
            "otel.logs.exporter",
            "none");
    private static final int SPAN_FROM = 36;
    private static final int FLAGS_FROM = 53;
    private static final int LAST_SECONDS = 1;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private Spans(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.alertrelay");
    }

    /**
     * Configured by the environment; empty if that names no collector, or OpenTelemetry refuses it, which is logged.
     * Headers that can't be sent are named in the log, and no span is exported.
     */
    public static Optional<Spans> of(Map<String, String> environment) {
        // By the specification, an empty value is as good as none.
        if (Stream.of(ENDPOINT, TRACES_ENDPOINT)
                .allMatch(name -> environment.getOrDefault(name, "").isBlank())) {
            return Optional.empty();
        }
        // The exporter speaks java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            return Optional.of(new Spans(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .addPropertiesCustomizer(Spans::withoutUnsendableHeaders)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk()));
        } catch (RuntimeException e) {
            // Its message has the value, which may hold a token.
            LOG.error(
                    "spans are not exported: OpenTelemetry refuses what is set in {}; expected is, for example,"
                            + " OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318 with OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                    String.join(", ", refused(environment, e)));
            return Optional.empty();
        }
    }

    /** The variables that it complains of, or all of OpenTelemetry's that are set. */
    private static List<String> refused(Map<String, String> environment, RuntimeException complaint) {
        List<String> set = environment.keySet().stream()
                .filter(name -> name.startsWith("OTEL_"))
                .sorted()
                .toList();
        List<String> named = set.stream()
                .filter(name -> String.valueOf(complaint.getMessage())
                        .contains(name.toLowerCase(Locale.ROOT).replace('_', '.')))
                .toList();
        return named.isEmpty() ? set : named;
    }

    /** Spans are no reason not to start: without an exporter they go nowhere. */
    private static Map<String, String> withoutUnsendableHeaders(ConfigProperties config) {
        return ExporterHeaders.problem(config)
                .map(problem -> {
                    LOG.error("spans are not exported: {}", problem);
                    return Map.of(EXPORTER, "none");
                })
                .orElseGet(Map::of);
    }

    /** Wraps the intake: each webhook gets a span, and belongs to its trace from then on. */
    public Intake around(Intake intake) {
        return new TracedIntake(intake, this);
    }

    /** Notifies the listener; then each settled delivery gets a span. */
    public OutboxListener around(OutboxListener listener) {
        return listener.andThen(new TracedDeliveries(this));
    }

    Tracer tracer() {
        return tracer;
    }

    /** The context in which a span of that trace begins. */
    static Context context(Optional<TraceParent> parent) {
        return parent.map(p -> Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                p.traceId(),
                                p.text().substring(SPAN_FROM, FLAGS_FROM - 1),
                                TraceFlags.fromHex(p.text(), FLAGS_FROM),
                                TraceState.getDefault()))))
                .orElse(Context.root());
    }

    /** The trace context of a span, for others. */
    static TraceParent parent(Span span) {
        SpanContext context = span.getSpanContext();
        return new TraceParent("00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex());
    }

    /** Exports the remaining spans, with a short timeout. */
    @Override
    public void close() {
        sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
