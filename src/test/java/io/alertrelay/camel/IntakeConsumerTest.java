package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.arms.Sender;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Submission;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens in the route, it ends for the sender and for a raise of the partitions. */
class IntakeConsumerTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final WebhookPartitions partitions = new WebhookPartitions(4);

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @Test
    void anErrorInTheRouteIsAnsweredAndHoldsUpNoRaiseOfThePartitions() throws Exception {
        CompletableFuture<IntakeReply> reply =
                consumer().submit(submission("a")).toCompletableFuture();

        assertThat(reply).isCompletedWithValueMatching(answer -> answer.status() == 503);
        assertThat(partitions.awaitNoneInProgress(System.nanoTime())).isTrue();
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
        assertThat(partitions.awaitNoneInProgress(System.nanoTime())).isTrue();
    }

    private IntakeConsumer consumer() {
        camel.addComponent(
                "intake",
                new RelayComponent()
                        .from(
                                "webhooks",
                                (part, route) -> new IntakeConsumer(
                                        part,
                                        new Failing(),
                                        new TopicNames("relay"),
                                        partitions,
                                        new TopicFaults(Clock.systemUTC()),
                                        new Events(new SimpleMeterRegistry(), Clock.systemUTC()))));
        camel.start();
        Endpoint endpoint = camel.getEndpoint("intake:webhooks");
        try {
            return (IntakeConsumer) endpoint.createConsumer(new Failing());
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
