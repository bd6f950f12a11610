package io.alertrelay.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.alertrelay.arms.Sender;
import io.alertrelay.intake.Intake;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Submission;
import io.alertrelay.testing.LinesOfThisThread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SpansTest {
    @Test
    void anEmptyAddressOfACollectorIsNone() {
        assertThat(Spans.of(Map.of())).isEmpty();
        assertThat(Spans.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", " ")))
                .isEmpty();
    }

    /** A list without a "=", one with a ":" instead, a line break, a Chinese comma, and a percent sign by itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization=Bearer s3cret,x",
                "Authorization: Basic s3cret==",
                "Authorization=Bearer%20s3cret%0A",
                "Authorization=Bearer s3cret，X=1",
                "Authorization=Bearer %s3cret"
            })
    void withHeadersThatCanNotBeSentTheRelayStartsAndTheLogNamesTheVariableAndNotThem(String headers) {
        for (String traces : List.of("", ".traces")) {
            String property = "otel.exporter.otlp" + traces + ".headers";
            System.setProperty(property, headers);
            LinesOfThisThread lines = new LinesOfThisThread();
            Logger logger = (Logger) LoggerFactory.getLogger(Spans.class);
            lines.start();
            logger.addAppender(lines);
            try (Spans spans = Spans.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"))
                    .orElseThrow()) {
                assertThat(lines.list)
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .hasSize(1)
                        .allMatch(line ->
                                line.contains(property.toUpperCase(Locale.ROOT).replace('.', '_')))
                        .noneMatch(line -> line.contains("s3"));
                assertThat(spans.tracer()).isNotNull();
            } finally {
                System.clearProperty(property);
                logger.detachAppender(lines);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "otel.exporter.otlp.endpoint, s3cret-collector:4318",
        "otel.exporter.otlp.endpoint, http://127.0.0.1:1?token=s3cret",
        "otel.exporter.otlp.traces.endpoint, http://127.0.0.1:1?token=s3cret",
        "otel.exporter.otlp.protocol, grpc-s3cret",
        "otel.exporter.otlp.protocol, grpc",
        "otel.exporter.otlp.timeout, s3cret",
        "otel.traces.exporter, s3cret",
        "otel.traces.exporter, zipkin",
        "otel.traces.sampler, s3cret",
        "otel.propagators, s3cret"
    })
    void withSettingsThatOpenTelemetryRefusesTheRelayStartsAndTheLogNamesTheVariableAndNotItsValue(
            String property, String value) {
        String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
        Map<String, String> environment = new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"));
        environment.put(variable, value);
        System.setProperty(property, value);
        LinesOfThisThread lines = new LinesOfThisThread();
        Logger logger = (Logger) LoggerFactory.getLogger(Spans.class);
        lines.start();
        logger.addAppender(lines);
        try {
            assertThat(Spans.of(environment)).isEmpty();

            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .hasSize(1)
                    .allMatch(line -> line.contains(variable))
                    .noneMatch(line -> line.contains("s3cret"));
        } finally {
            System.clearProperty(property);
            logger.detachAppender(lines);
        }
    }

    @Test
    void whatIsInspectedAheadIsTracedWhenItIsStored() {
        List<String> traces = new ArrayList<>();
        Intake stored = new Intake() {
            @Override
            public CompletionStage<IntakeReply> submit(Submission submission) {
                throw new IllegalStateException("it would be inspected where it is stored");
            }

            @Override
            public Supplier<CompletionStage<IntakeReply>> inspect(Submission submission) {
                return () -> {
                    traces.add(submission.trace().orElseThrow().text());
                    return CompletableFuture.completedFuture(IntakeReply.accepted("w0-1-n", 1));
                };
            }
        };
        try (Spans spans = Spans.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"))
                .orElseThrow()) {
            Supplier<CompletionStage<IntakeReply>> inspected = spans.around(stored)
                    .inspect(new Submission(
                            "arms",
                            Sender.ARMS,
                            "application/json",
                            new byte[0],
                            Instant.EPOCH,
                            "n",
                            Optional.empty(),
                            Optional.empty()));
            assertThat(traces).isEmpty();

            assertThat(inspected.get().toCompletableFuture())
                    .isCompletedWithValueMatching(reply -> reply.status() == 200);
            assertThat(traces).hasSize(1);
        }
    }
}
