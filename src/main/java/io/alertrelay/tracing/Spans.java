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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Makes a span of each webhook's intake and of each delivery, and exports them by OTLP. It is on when the environment
 * names where to, by the variables of OpenTelemetry's own specification ("Environment Variable Specification"), which
 * configure all of it: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_EXPORTER_OTLP_HEADERS}, {@code
 * OTEL_TRACES_SAMPLER} and so on.
 *
 * <p>Spans are exported from a queue with a bound, by a thread of their own. What does not fit, or can't be exported,
 * is lost; nothing else of the relay waits for it.
 */
public final class Spans implements AutoCloseable {
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
     * As the environment says; empty if it does not say where to.
     *
     * @throws RuntimeException of OpenTelemetry's, with its own words, if it is not understood
     */
    public static Optional<Spans> of(Map<String, String> environment) {
        if (!environment.containsKey(ENDPOINT) && !environment.containsKey(TRACES_ENDPOINT)) {
            return Optional.empty();
        }
        // The exporter speaks java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return Optional.of(new Spans(AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk()));
    }

    /** The same intake; each webhook has a span, and belongs to its trace from there on. */
    public Intake around(Intake intake) {
        return new TracedIntake(intake, this);
    }

    /** The same listener; each delivery that ends has a span. */
    public OutboxListener around(OutboxListener listener) {
        return new TracedDeliveries(listener, this);
    }

    Tracer tracer() {
        return tracer;
    }

    /** What a span of that trace is begun in. */
    static Context context(Optional<TraceParent> parent) {
        return parent.map(p -> Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                p.traceId(),
                                p.text().substring(SPAN_FROM, FLAGS_FROM - 1),
                                TraceFlags.fromHex(p.text(), FLAGS_FROM),
                                TraceState.getDefault()))))
                .orElse(Context.root());
    }

    /** What others are told of a span. */
    static TraceParent parent(Span span) {
        SpanContext context = span.getSpanContext();
        return new TraceParent("00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex());
    }

    /** Exports what is left, for a moment. */
    @Override
    public void close() {
        sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
