package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.arms.Sender;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Submission;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.Inspection;
import io.alertrelay.time.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens in the route, it ends for the sender and for a raise of the partitions. */
class IntakeConsumerTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final WebhookPartitions partitions = new WebhookPartitions(4);
    private long now;

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @Test
    void anErrorInTheRouteIsAnsweredAndHoldsUpNoRaiseOfThePartitions() throws Exception {
        CompletableFuture<IntakeReply> reply =
                consumer().submit(submission("a")).toCompletableFuture();

        assertThat(reply).isCompletedWithValueMatching(answer -> answer.status() == 503);
        assertThat(partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO)))
                .isTrue();
    }

    @Test
    void anErrorInTheRouteKeepsNothingElseThatWasHeldBackFromBeingAnswered() throws Exception {
        IntakeConsumer consumer = consumer();
        partitions.hold();
        CompletableFuture<IntakeReply> first = consumer.submit(submission("a")).toCompletableFuture();
        CompletableFuture<IntakeReply> second = consumer.submit(submission("b")).toCompletableFuture();

        partitions.release();

        assertThat(first).isCompletedWithValueMatching(reply -> reply.status() == 503);
        assertThat(second).isCompletedWithValueMatching(reply -> reply.status() == 503);
        assertThat(partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO)))
                .isTrue();
    }

    @Test
    void whatWasInspectedAheadIsNotInspectedAgain() throws Exception {
        List<Submission> inspected = new ArrayList<>();
        IntakeSteps steps = new IntakeSteps(
                () -> {
                    throw new IllegalStateException("inspected again");
                },
                integration -> 3,
                new Telemetry(new SimpleMeterRegistry(), Clock.systemUTC()));
        List<Object> verdicts = new ArrayList<>();
        Processor route = exchange -> {
            Objects.requireNonNull(steps.actions().get("inspect")).process(exchange);
            IntakeSteps.predicates().forEach((name, predicate) -> {
                if (predicate.matches(exchange)) {
                    verdicts.add(name);
                }
            });
            exchange.getMessage().setBody(IntakeReply.accepted("w0-1-a", 2));
        };
        Supplier<CompletionStage<IntakeReply>> storing = consumer(
                        AsyncProcessorConverterHelper.convert(route), submission -> {
                            inspected.add(submission);
                            return new Inspection.Readable(2, 0, Optional.empty(), 0, Optional.empty());
                        })
                .inspect(submission("a"));
        assertThat(inspected).hasSize(1);
        assertThat(verdicts).isEmpty();

        assertThat(storing.get().toCompletableFuture()).isCompletedWithValueMatching(answer -> answer.status() == 200);
        assertThat(verdicts).containsExactly("readableBody");
        assertThat(inspected).hasSize(1);
    }

    @Test
    void whatWasHeldBackWhileTheMachineSleptDoesNotReachTheRoute() throws Exception {
        List<Exchange> routed = new ArrayList<>();
        IntakeConsumer consumer = consumer(
                AsyncProcessorConverterHelper.convert(routed::add), submission -> new Inspection.ConsoleTest());
        partitions.hold();
        CompletableFuture<IntakeReply> reply = consumer.submit(submission("a")).toCompletableFuture();

        now += Duration.ofMinutes(1).toNanos();
        partitions.release();

        assertThat(reply).isCompletedWithValueMatching(answer -> answer.status() == 503);
        assertThat(routed).isEmpty();
    }

    private IntakeConsumer consumer() {
        return consumer(new Failing(), submission -> new Inspection.ConsoleTest());
    }

    private IntakeConsumer consumer(Processor does, Function<Submission, Inspection> inspection) {
        camel.addComponent(
                "intake",
                new RelayComponent()
                        .from(
                                "webhooks",
                                (part, route) -> new IntakeConsumer(
                                        part,
                                        does,
                                        new TopicNames("relay"),
                                        inspection,
                                        partitions,
                                        new TopicFaults(Clock.systemUTC()),
                                        new Telemetry(new SimpleMeterRegistry(), Clock.systemUTC()),
                                        () -> now)));
        camel.start();
        Endpoint endpoint = camel.getEndpoint("intake:webhooks");
        try {
            return (IntakeConsumer) endpoint.createConsumer(does);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Submission submission(String nonce) {
        return new Submission(
                "arms",
                Sender.ARMS,
                "application/json",
                "{}".getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH,
                nonce,
                Optional.empty(),
                Optional.empty());
    }

    private static final class Failing extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            throw new NoClassDefFoundError("io.alertrelay.Missing");
        }
    }
}
